/** Tokenized examples in batches: their order, their padding, and their place in a MultiDataSet. */
package org.transformerzoo.datavec.batching;
