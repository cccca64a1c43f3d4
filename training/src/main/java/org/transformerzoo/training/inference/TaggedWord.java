package org.transformerzoo.training.inference;

/**
 * A word with the label that a model gives it.
 *
 * @param word as it stands in the text
 * @param label the most probable one
 * @param probability of the label; 0 for a word that the tokenizer drops, such as an invisible
 *     character
 * @param start the place of its first character in the text, counted in {@code char}s from 0
 * @param end the place behind its last one
 */
public record TaggedWord(String word, String label, double probability, int start, int end) {}
