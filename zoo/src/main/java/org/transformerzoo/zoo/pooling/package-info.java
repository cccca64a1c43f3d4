/** Poolings: how the vectors of tokens and layers become one vector, chosen by a text. */
package org.transformerzoo.zoo.pooling;
