package org.transformerzoo.training.inference;

/**
 * A named entity in a text.
 *
 * @param type what B- and I- stand before in its tags
 * @param text from its first word to its last, as it stands there
 * @param probability the mean of its words'
 * @param start the place of its first character in the text, counted in {@code char}s from 0
 * @param end the place behind its last one
 */
public record TextEntity(String type, String text, double probability, int start, int end) {}
