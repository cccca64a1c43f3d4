package org.transformerzoo.training.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.AsyncMultiDataSetIterator;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** What DL4J's loops expect of every iterator. */
public final class IteratorContract {

  private IteratorContract() {}

  /**
   * Checks {@code iterator}, which stands at the beginning.
   *
   * @param repeats whether each epoch has the same batches in the same order; otherwise it has the
   *     same examples
   */
  public static void check(MultiDataSetIterator iterator, boolean repeats) {
    assertThat(iterator.resetSupported()).isTrue();
    assertThat(iterator.asyncSupported()).isTrue();
    List<String> first = rest(iterator);
    assertThat(first).isNotEmpty();
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);

    iterator.reset();
    List<String> second = rest(iterator);
    sameData(second, first, repeats);

    iterator.reset();
    assertThat(iterator.hasNext()).isTrue();
    assertThat(iterator.hasNext()).isTrue();
    iterator.next();
    iterator.reset();
    sameData(rest(iterator), first, repeats);

    List<String> ahead = rest(new AsyncMultiDataSetIterator(iterator, 2));
    sameData(ahead, first, repeats);

    iterator.reset();
    iterator.setPreProcessor(batch -> batch.setLabels(new INDArray[] {batch.getFeatures(0)}));
    assertThat(iterator.getPreProcessor()).isNotNull();
    MultiDataSet processed = iterator.next();
    assertThat(processed.getLabels(0)).isEqualTo(processed.getFeatures(0));
    iterator.setPreProcessor(null);
  }

  private static void sameData(List<String> found, List<String> expected, boolean repeats) {
    if (repeats) {
      assertThat(found).isEqualTo(expected);
    } else {
      assertThat(found).hasSameSizeAs(expected);
      assertThat(examples(found)).containsExactlyInAnyOrderElementsOf(examples(expected));
    }
  }

  /** The batches that are left, each described by a line for each of its examples. */
  private static List<String> rest(MultiDataSetIterator iterator) {
    List<String> batches = new ArrayList<>();
    while (iterator.hasNext()) {
      batches.add(describe(iterator.next()));
    }
    return batches;
  }

  private static List<String> examples(List<String> batches) {
    return batches.stream().flatMap(String::lines).toList();
  }

  private static String describe(MultiDataSet batch) {
    long rows = batch.getFeatures(0).size(0);
    for (INDArray array : batch.getFeatures()) {
      assertThat(array.size(0)).isEqualTo(rows);
    }
    for (INDArray array : batch.getLabels()) {
      assertThat(array.size(0)).isEqualTo(rows);
    }
    assertThat(batch.getFeaturesMaskArrays()).isNull();
    StringBuilder lines = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      lines.append(unpadded(batch, row)).append(" -> ");
      lines.append(Arrays.toString(values(batch.getLabels(0), row))).append('\n');
    }
    return lines.toString();
  }

  /** The first features of a row, without padding where there is a mask beside them. */
  private static String unpadded(MultiDataSet batch, int row) {
    double[] all = values(batch.getFeatures(0), row);
    boolean masked =
        batch.numFeatureArrays() > 1
            && Arrays.equals(batch.getFeatures(0).shape(), batch.getFeatures(1).shape());
    if (!masked) {
      return Arrays.toString(all);
    }
    double[] mask = values(batch.getFeatures(1), row);
    List<Double> kept = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      if (mask[i] != 0) {
        kept.add(all[i]);
      }
    }
    return kept.toString();
  }

  private static double[] values(INDArray array, int row) {
    INDArray rows = array.castTo(DataType.DOUBLE).dup('c').reshape(array.size(0), -1);
    return rows.getRow(row).toDoubleVector();
  }
}
