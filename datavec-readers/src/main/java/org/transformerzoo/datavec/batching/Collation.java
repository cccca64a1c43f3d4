package org.transformerzoo.datavec.batching;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Puts examples together into the arrays that {@link BatchLayout} describes. */
final class Collation {

  private static final int TOKEN_FEATURES = 3;

  private Collation() {}

  static MultiDataSet collate(List<TokenizedExample> examples, Padding padding) {
    int longest = examples.stream().mapToInt(TokenizedExample::length).max().orElseThrow();
    int length = padding.lengthFor(longest);
    int[][] ids = filled(examples.size(), length, padding.tokenId());
    int[][] mask = filled(examples.size(), length, 0);
    int[][] types = filled(examples.size(), length, padding.tokenTypeId());
    for (int row = 0; row < ids.length; row++) {
      TokenizedExample example = examples.get(row);
      int start = padding.start(example.length(), length);
      System.arraycopy(example.inputIds(), 0, ids[row], start, example.length());
      System.arraycopy(example.tokenTypeIds(), 0, types[row], start, example.length());
      Arrays.fill(mask[row], start, start + example.length(), 1);
    }
    List<Target> targets = examples.stream().map(TokenizedExample::target).toList();
    INDArray[] tokens = new INDArray[TOKEN_FEATURES];
    tokens[BatchLayout.INPUT_IDS] = Nd4j.createFromArray(ids); // [batch, length]
    tokens[BatchLayout.ATTENTION_MASK] = Nd4j.createFromArray(mask); // [batch, length]
    tokens[BatchLayout.TOKEN_TYPE_IDS] = Nd4j.createFromArray(types); // [batch, length]
    INDArray[] features =
        Stream.of(tokens, further(examples, targets, length, padding))
            .flatMap(Arrays::stream)
            .toArray(INDArray[]::new);
    MultiDataSet batch = new MultiDataSet(features, targets.get(0).batch(targets, length, padding));
    batch.setExampleMetaData(locations(examples));
    return batch;
  }

  private static INDArray roles(List<TokenizedExample> examples) {
    int[] roles =
        examples.stream().mapToInt(example -> example.role().orElseThrow().id()).toArray();
    return Nd4j.createFromArray(roles).reshape(roles.length, 1); // [batch, 1]
  }

  /** What targets need, or else the roles of the texts, if all have one. */
  private static INDArray[] further(
      List<TokenizedExample> examples, List<Target> targets, int length, Padding padding) {
    INDArray[] ofTargets = targets.get(0).features(targets, length, padding);
    boolean haveRoles = examples.stream().allMatch(example -> example.role().isPresent());
    return ofTargets.length == 0 && haveRoles ? new INDArray[] {roles(examples)} : ofTargets;
  }

  private static int[][] filled(int rows, int length, int value) {
    int[][] filled = new int[rows][length];
    for (int[] row : filled) {
      Arrays.fill(row, value);
    }
    return filled;
  }

  private static List<Serializable> locations(List<TokenizedExample> examples) {
    List<Serializable> locations = new ArrayList<>();
    examples.forEach(example -> locations.add(example.location()));
    return locations;
  }
}
