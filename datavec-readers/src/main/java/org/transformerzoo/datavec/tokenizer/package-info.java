/**
 * Tokenizers that yield the same ids as the Python library transformers, from the files of a model
 * folder.
 *
 * <p>To support another kind of tokenizer files: write one {@code TokenizerDefinition} and add it
 * to the list in {@code TokenizerDefinitions}.
 */
package org.transformerzoo.datavec.tokenizer;
