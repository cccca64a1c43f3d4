package org.transformerzoo.training.interpretation;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One of a model's logits.
 *
 * @param label what it stands for
 * @param output which of the outputs it is, from 0
 * @param outputs how many there are
 * @param token whose output it is, −1 where the text as a whole has one
 */
record LogitPlace(String label, int output, int outputs, int token) {

  /** Its place among the logits of one text whose tokens begin at {@code firstToken}. */
  int index(int firstToken) {
    return token < 0 ? output : (firstToken + token) * outputs + output;
  }

  /** 1 at this logit of each of {@code count} texts and 0 elsewhere, [all logits]. */
  INDArray direction(int count, long paddedLength, int firstToken) {
    int each = Math.toIntExact(token < 0 ? outputs : paddedLength * outputs);
    float[] direction = new float[Math.multiplyExact(count, each)];
    for (int text = 0; text < count; text++) {
      direction[text * each + index(firstToken)] = 1;
    }
    return Nd4j.createFromArray(direction);
  }

  /** This logit of a row of logits, [outputs] or [length, outputs] without padding. */
  double in(INDArray row, int tokensBefore) {
    return token < 0 ? row.getDouble(output) : row.getDouble(tokensBefore, output);
  }
}
