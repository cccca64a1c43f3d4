/**
 * Text for transformers: {@link org.transformerzoo.datavec.tokenizer tokenizers}, {@link
 * org.transformerzoo.datavec.reader DataVec record readers} for text with labels, and {@link
 * org.transformerzoo.datavec.batching batching} into {@code MultiDataSet}s.
 */
package org.transformerzoo.datavec;
