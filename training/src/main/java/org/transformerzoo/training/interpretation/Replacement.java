package org.transformerzoo.training.interpretation;

/**
 * One token in place of another.
 *
 * @param place of the token in the text
 * @param token what stands there
 * @param other what would stand there instead
 * @param output the logit with the other token
 * @param change by how much it differs from that of the text
 */
public record Replacement(int place, String token, String other, double output, double change) {}
