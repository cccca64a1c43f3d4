package org.transformerzoo.datavec.batching;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a model should say about one example. */
public sealed interface Target extends Serializable
    permits Target.Unlabelled,
        Target.ClassId,
        Target.Values,
        Target.TokenIds,
        Target.MaskedPair,
        Target.TextIds,
        PermutedWords {

  /** Nothing is known. */
  record Unlabelled() implements Target {

    @Override
    public INDArray[] batch(List<Target> targets, int length, Padding padding) {
      return new INDArray[0];
    }
  }

  /** One class. */
  record ClassId(int id) implements Target {

    @Override
    public INDArray[] batch(List<Target> targets, int length, Padding padding) {
      int[] ids = targets.stream().mapToInt(target -> ((ClassId) target).id()).toArray();
      return new INDArray[] {Nd4j.createFromArray(ids)}; // [batch]
    }
  }

  /** Numbers to predict, or 0 and 1 for each of several classes. */
  final class Values implements Target {

    private final float[] values;

    Values(float... values) {
      this.values = values.clone();
    }

    /** The numbers, [n]. */
    public float[] values() {
      return values.clone();
    }

    @Override
    public INDArray[] batch(List<Target> targets, int length, Padding padding) {
      float[][] rows =
          targets.stream().map(target -> ((Values) target).values).toArray(float[][]::new);
      return new INDArray[] {Nd4j.createFromArray(rows)}; // [batch, n]
    }
  }

  /** A class for each token, {@link BatchLayout#IGNORED} where there is none. */
  final class TokenIds implements Target {

    private final int[] ids;

    /** Creates the target of an example with as many tokens. */
    public TokenIds(int... ids) {
      this.ids = ids.clone();
    }

    /** The classes, [length of the example]. */
    public int[] ids() {
      return ids.clone();
    }

    @Override
    public INDArray[] batch(List<Target> targets, int length, Padding padding) {
      int[][] rows = new int[targets.size()][length];
      for (int row = 0; row < rows.length; row++) {
        int[] example = ((TokenIds) targets.get(row)).ids;
        Arrays.fill(rows[row], BatchLayout.IGNORED);
        int start = padding.start(example.length, length);
        System.arraycopy(example, 0, rows[row], start, example.length);
      }
      return new INDArray[] {Nd4j.createFromArray(rows)}; // [batch, length]
    }
  }

  /**
   * What BERT is pre-trained to say: the words that were masked, and whether the second text
   * follows the first.
   *
   * @param words the words, {@link BatchLayout#IGNORED} where none was masked
   * @param follows whether it follows
   */
  record MaskedPair(TokenIds words, boolean follows) implements Target {

    private static final int FOLLOWS = 0;
    private static final int DOES_NOT = 1;

    @Override
    public INDArray[] batch(List<Target> targets, int length, Padding padding) {
      List<Target> allWords =
          targets.stream().<Target>map(target -> ((MaskedPair) target).words()).toList();
      int[] answers =
          targets.stream()
              .mapToInt(target -> ((MaskedPair) target).follows() ? FOLLOWS : DOES_NOT)
              .toArray();
      return new INDArray[] {
        words.batch(allWords, length, padding)[BatchLayout.LABELS], // [batch, length]
        Nd4j.createFromArray(answers) // [batch]
      };
    }
  }

  /** A text to write, whatever the length of the example. */
  final class TextIds implements Target {

    private final int[] ids;
    private final boolean shortened;

    /** Creates the target of these tokens, special tokens included. */
    public TextIds(int... ids) {
      this(ids, false);
    }

    TextIds(int[] ids, boolean shortened) {
      this.ids = ids.clone();
      this.shortened = shortened;
    }

    /** Whether it is known that the text was longer. */
    boolean shortened() {
      return shortened;
    }

    /** The tokens. */
    public int[] ids() {
      return ids.clone();
    }

    @Override
    public INDArray[] batch(List<Target> targets, int length, Padding padding) {
      int longest =
          targets.stream().mapToInt(target -> ((TextIds) target).ids.length).max().orElseThrow();
      int[][] rows = new int[targets.size()][padding.targetLengthFor(longest)];
      for (int row = 0; row < rows.length; row++) {
        int[] own = ((TextIds) targets.get(row)).ids;
        Arrays.fill(rows[row], BatchLayout.IGNORED);
        System.arraycopy(own, 0, rows[row], 0, own.length);
      }
      return new INDArray[] {Nd4j.createFromArray(rows)}; // [batch, target length]
    }
  }

  /**
   * The label arrays of a batch, as {@link BatchLayout} describes them.
   *
   * @param targets of all examples of the batch, all of the same kind as this one
   * @param length to which the examples are padded
   * @param padding where the examples begin in it
   */
  INDArray[] batch(List<Target> targets, int length, Padding padding);

  /**
   * What the model reads beside the tokens in order to say it, as {@link BatchLayout} describes it.
   *
   * @param targets as for {@link #batch}
   */
  default INDArray[] features(List<Target> targets, int length, Padding padding) {
    return new INDArray[0];
  }
}
