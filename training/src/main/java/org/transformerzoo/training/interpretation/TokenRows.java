package org.transformerzoo.training.interpretation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Which rows of {@link WordVectors} belong to which token of a text. */
final class TokenRows {

  private final int[][] tokenAt;
  private final int tokens;

  /**
   * Creates them.
   *
   * @param tokenAt for each site the token that each row stands for; −1 for padding and for the
   *     token with which a decoder begins
   * @param tokens how many the text has
   */
  TokenRows(int[][] tokenAt, int tokens) {
    this.tokenAt = tokenAt;
    this.tokens = tokens;
  }

  /** Does something with a row of a site and the token it stands for. */
  @FunctionalInterface
  private interface RowWork {
    void at(int site, int row, int token);
  }

  private void forEach(RowWork work) {
    for (int site = 0; site < tokenAt.length; site++) {
      for (int row = 0; row < tokenAt[site].length; row++) {
        if (tokenAt[site][row] >= 0) {
          work.at(site, row, tokenAt[site][row]);
        }
      }
    }
  }

  /** The inner products of the vectors of each token, summed over its rows: [tokens]. */
  double[] dots(WordVectors one, WordVectors other) {
    List<INDArray> products = new ArrayList<>();
    for (int site = 0; site < tokenAt.length; site++) {
      products.add(one.sites().get(site).mul(other.sites().get(site)).sum(1));
    }
    double[] dots = new double[tokens];
    forEach((site, row, token) -> dots[token] += products.get(site).getDouble(row));
    return dots;
  }

  /** What {@code vectors} have for each token, summed over its rows: [tokens, width]. */
  INDArray sums(WordVectors vectors) {
    INDArray sums = Nd4j.create(tokens, vectors.sites().get(0).size(1));
    forEach((site, row, token) -> sums.getRow(token).addi(vectors.sites().get(site).getRow(row)));
    return sums;
  }

  /** The vector of each token where it is read first: [tokens, width]. */
  INDArray first(WordVectors vectors) {
    INDArray first = Nd4j.create(tokens, vectors.sites().get(0).size(1));
    for (int row = 0; row < tokenAt[0].length; row++) {
      if (tokenAt[0][row] >= 0) {
        first.putRow(tokenAt[0][row], vectors.sites().get(0).getRow(row));
      }
    }
    return first;
  }

  /** {@code vectors} where all rows of the {@code chosen} tokens are {@code vector}, [width]. */
  WordVectors with(WordVectors vectors, INDArray vector, IntPredicate chosen) {
    List<INDArray> sites = vectors.sites().stream().map(INDArray::dup).toList();
    forEach(
        (site, row, token) -> {
          if (chosen.test(token)) {
            sites.get(site).putRow(row, vector);
          }
        });
    return new WordVectors(sites);
  }

  /** {@code vectors} where the rows of each token are its row of {@code own}, [tokens, width]. */
  WordVectors with(WordVectors vectors, INDArray own) {
    List<INDArray> sites = vectors.sites().stream().map(INDArray::dup).toList();
    forEach((site, row, token) -> sites.get(site).putRow(row, own.getRow(token)));
    return new WordVectors(sites);
  }
}
