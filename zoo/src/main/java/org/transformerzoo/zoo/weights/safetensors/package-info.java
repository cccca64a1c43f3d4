/** Reading and writing of the safetensors format, single files and shards. */
package org.transformerzoo.zoo.weights.safetensors;
