package org.transformerzoo.training.inference;

/**
 * A token that may stand behind a mask.
 *
 * @param token as text; a piece inside of a word as the tokenizer writes it
 * @param id of the token
 * @param probability among all tokens of the vocabulary
 */
public record MaskCandidate(String token, int id, double probability) {}
