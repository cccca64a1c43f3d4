package org.transformerzoo.deeplearning4j.vertex;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.training.finetuning.TinyArchitecture;

/**
 * Token ids of made-up texts of different lengths, each with an end: does a text have the word 7,
 * and a number beside it.
 */
final class Texts {

  static final int LENGTH = 8;
  private static final int VOCABULARY = 32;
  private static final int TOLD_BY = 7;
  private static final int END = 3;

  final INDArray ids;
  final INDArray mask;
  final INDArray types;
  final INDArray numbers;
  final INDArray classes;

  private Texts(int count, long seed, boolean paddedInFront) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] tokens = new int[count][LENGTH];
    int[][] there = new int[count][LENGTH];
    float[][] besides = new float[count][2];
    float[][] answers = new float[count][2];
    for (int text = 0; text < count; text++) {
      int length = random.nextInt(4, LENGTH + 1);
      int start = paddedInFront ? LENGTH - length : 0;
      for (int i = start; i < start + length; i++) {
        tokens[text][i] = random.nextInt(TOLD_BY + 1, VOCABULARY);
        there[text][i] = 1;
      }
      tokens[text][start + length - 1] = END;
      int answer = random.nextInt(2);
      if (answer == 1) {
        tokens[text][start + random.nextInt(1, length - 1)] = TOLD_BY;
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
    return new Texts(count, seed, false);
  }

  /** As {@code architecture} reads them, which for XLNet is with padding in front. */
  static Texts of(int count, long seed, TinyArchitecture architecture) {
    return new Texts(count, seed, architecture == TinyArchitecture.XLNET);
  }

  /** The inputs by the names of the zoo. */
  Map<String, INDArray> named() {
    Map<String, INDArray> named = new LinkedHashMap<>();
    for (int i = 0; i < Graphs.INPUTS.length; i++) {
      named.put(Graphs.INPUTS[i], inputs()[i]);
    }
    return named;
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
