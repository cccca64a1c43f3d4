package org.transformerzoo.deeplearning4j.vertex;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Token ids of made-up texts of different lengths: does a text have the word 7, and a number beside
 * it.
 */
final class Texts {

  static final int LENGTH = 8;
  private static final int VOCABULARY = 32;
  private static final int TOLD_BY = 7;

  final INDArray ids;
  final INDArray mask;
  final INDArray types;
  final INDArray numbers;
  final INDArray classes;

  private Texts(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] tokens = new int[count][LENGTH];
    int[][] there = new int[count][LENGTH];
    float[][] besides = new float[count][2];
    float[][] answers = new float[count][2];
    for (int text = 0; text < count; text++) {
      int length = random.nextInt(4, LENGTH + 1);
      for (int i = 0; i < length; i++) {
        tokens[text][i] = random.nextInt(TOLD_BY + 1, VOCABULARY);
        there[text][i] = 1;
      }
      int answer = random.nextInt(2);
      if (answer == 1) {
        tokens[text][random.nextInt(1, length)] = TOLD_BY;
      }
      besides[text][random.nextInt(2)] = 1;
      answers[text][answer] = 1;
    }
    ids = Nd4j.createFromArray(tokens); // [count, length]
    mask = Nd4j.createFromArray(there); // [count, length]
    types = Nd4j.zeros(DataType.INT32, count, LENGTH);
    numbers = Nd4j.createFromArray(besides); // [count, 2], one of them 1
    classes = Nd4j.createFromArray(answers); // [count, 2]
  }

  static Texts of(int count, long seed) {
    return new Texts(count, seed);
  }

  INDArray[] inputs() {
    return new INDArray[] {ids, mask, types};
  }

  MultiDataSet batch() {
    return new MultiDataSet(inputs(), new INDArray[] {classes});
  }

  /** With whether the text has the word and the first number is 1. */
  MultiDataSet mixedBatch() {
    INDArray word = classes.getColumn(1, true);
    INDArray first = numbers.getColumn(0, true);
    INDArray both = word.mul(first);
    INDArray answers = Nd4j.hstack(both.rsub(1), both); // [count, 2]
    return new MultiDataSet(new INDArray[] {ids, mask, types, numbers}, new INDArray[] {answers});
  }
}
