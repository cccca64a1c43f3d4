package org.transformerzoo.training.interpretation;

/**
 * A model's output and how it changes with the words it reads.
 *
 * @param output the logit that is explained
 * @param gradient its derivative with respect to each entry of the vectors of words
 */
public record Slope(double output, WordVectors gradient) {}
