/** Writing texts with encoder-decoders: greedily, by beam search, or by drawing words. */
package org.transformerzoo.zoo.generation;
