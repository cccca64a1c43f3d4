package org.transformerzoo.zoo.execution.plan;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * The rows whose label counts in the loss, such as masked words, and after them the first row again
 * and again up to a number that is known when the plan is compiled.
 *
 * @param rows all rows
 * @param ids the numbers of the rows, int32, [count]
 * @param labels theirs, negative for the repeated ones, int32, [count]
 */
record LabelledRows(long rows, Tensor ids, Tensor labels) implements RowSelection {

  /** As many as {@code count} of {@code rows}. */
  static LabelledRows of(long rows, long count) {
    return new LabelledRows(rows, integers("labelled rows", count), integers("labels", count));
  }

  private static Tensor integers(String name, long count) {
    return new Tensor(name, DataType.INT32, new long[] {count}, new Place.Computed());
  }

  @Override
  public long count() {
    return ids.length();
  }
}
