package org.transformerzoo.datavec.pretraining;

import java.io.Serializable;

/**
 * The tokens that noise needs.
 *
 * @param mask id of the mask token
 * @param fullStop id of the token that ends a sentence
 * @param vocabularySize random tokens are in [0, vocabularySize)
 */
public record NoiseTokens(int mask, int fullStop, int vocabularySize) implements Serializable {}
