package org.transformerzoo.training.interpretation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A vector for each place where a model reads a word of a text, or what belongs to such vectors, as
 * their gradients do. An encoder reads each word once; a decoder may read it once more.
 *
 * @param sites for each part of the model that reads words, [padded length, width]
 */
public record WordVectors(List<INDArray> sites) {

  /** Copies the list, not the arrays. */
  public WordVectors {
    sites = List.copyOf(sites);
  }

  /** The sum of both. */
  public WordVectors plus(WordVectors other) {
    return combined(other, INDArray::add);
  }

  /** The difference of both. */
  public WordVectors minus(WordVectors other) {
    return combined(other, INDArray::sub);
  }

  /** All vectors times {@code factor}. */
  public WordVectors times(double factor) {
    return new WordVectors(sites.stream().map(site -> site.mul(factor)).toList());
  }

  private WordVectors combined(WordVectors other, BinaryOperator<INDArray> operation) {
    List<INDArray> combined = new ArrayList<>();
    for (int site = 0; site < sites.size(); site++) {
      combined.add(operation.apply(sites.get(site), other.sites.get(site)));
    }
    return new WordVectors(combined);
  }
}
