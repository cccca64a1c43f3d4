package org.transformerzoo.zoo.execution.plan;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One position of each sequence, such as its first token. A tensor that holds it is [sequences,
 * length, …], or has the same bytes under another shape.
 *
 * @param sequences how many there are; of what is different for each head, as many for each head
 * @param length positions in each
 * @param index the position, from 0
 */
record OnePosition(long sequences, long length, long index) implements RowSelection {

  /** Masks of a strided slice x[:, i, :], and a stride of one everywhere. */
  private static final long[] MASKS = {0b101, 0, 0b101, 0, 0b010};

  private static final int RANK = 3;

  /** What {@code operation} reads of its input, if it is one of several positions of sequences. */
  static Optional<OnePosition> readBy(Operation operation) {
    if (!(operation instanceof Nd4jOperation slice)
        || !slice.kind().equals("strided_slice")
        || slice.inputs().size() != 1) {
      return Optional.empty();
    }
    Tensor all = slice.inputs().get(0);
    long[] arguments = Definitions.integers(slice);
    if (all.rank() != RANK
        || all.size(1) == 1
        || arguments.length != MASKS.length + 3 * RANK
        || !Arrays.equals(MASKS, 0, MASKS.length, arguments, 0, MASKS.length)
        || Arrays.stream(arguments, MASKS.length + 2 * RANK, arguments.length)
            .anyMatch(stride -> stride != 1)) {
      return Optional.empty();
    }
    long index = Math.floorMod(arguments[MASKS.length + 1], all.size(1));
    return Optional.of(new OnePosition(all.size(0), all.size(1), index));
  }

  @Override
  public long rows() {
    return sequences * length;
  }

  @Override
  public long count() {
    return sequences;
  }

  @Override
  public Tensor ids() {
    int[] ids = IntStream.range(0, Math.toIntExact(sequences)).map(this::row).toArray();
    return Tensor.constant("rows at a position", Nd4j.createFromArray(ids));
  }

  /** Where the position of sequence {@code sequence} is among all rows. */
  int row(int sequence) {
    return Math.toIntExact(sequence * length + index);
  }

  /** The same position in {@code scores}, [batch or 1, heads or 1, length, keys]. */
  OnePosition ofScores(Tensor scores) {
    return new OnePosition(scores.size(0) * scores.size(1), length, index);
  }
}
