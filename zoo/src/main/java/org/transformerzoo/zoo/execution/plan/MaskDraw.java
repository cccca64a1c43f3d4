package org.transformerzoo.zoo.execution.plan;

import java.nio.IntBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.transformerzoo.zoo.execution.DropoutMask;

/**
 * Draws the mask of one dropout site: 0 with {@code probability}, else 1/(1−probability).
 *
 * @param site the site's place in the graph's list, which selects its random stream
 * @param position the one whose entries are drawn, where it is not all of them
 */
record MaskDraw(Tensor mask, int site, double probability, Optional<OnePosition> position)
    implements Rowwise {

  private static final int CHUNK = 1 << 14;

  /** The mask of all positions. */
  static MaskDraw of(Tensor mask, int site, double probability) {
    return new MaskDraw(mask, site, probability, Optional.empty());
  }

  @Override
  public List<Tensor> inputs() {
    return List.of();
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(mask);
  }

  @Override
  public Tensor result() {
    return mask;
  }

  @Override
  public Optional<Map<Tensor, RowSelection>> reads(RowSelection selection) {
    boolean possible =
        position.isEmpty() && selection instanceof OnePosition && selection.divides(mask);
    return possible ? Optional.of(Map.of()) : Optional.empty();
  }

  @Override
  public MaskDraw at(RowSelection selection, Narrowing narrowing) {
    Tensor drawn = Tensor.computed(mask.name(), selection.count(), selection.width(mask));
    return new MaskDraw(drawn, site, probability, Optional.of((OnePosition) selection));
  }

  @Override
  public void differentiate(Gradients gradients) {
    // It depends on nothing.
  }

  @Override
  public MaskDraw on(UnaryOperator<Tensor> map) {
    return new MaskDraw(map.apply(mask), site, probability, position);
  }

  @Override
  public Call bind(Memory memory) {
    IntBuffer target = memory.integers(mask);
    int parts = Runtime.getRuntime().availableProcessors();
    int[][] chunks = new int[parts][chunk()];
    return run -> {
      long key = run.masks().bits(site);
      // Each entry depends on its place alone, so that the parts may be drawn in any order.
      IntStream.range(0, parts)
          .parallel()
          .forEach(part -> draw(target, part, parts, chunks[part], key));
    };
  }

  /** Draws every {@code parts}-th chunk, from {@code part} on. */
  private void draw(IntBuffer target, int part, int parts, int[] chunk, long key) {
    for (int k = part; k * chunk.length < target.capacity(); k += parts) {
      int first = k * chunk.length;
      int count = Math.min(chunk.length, target.capacity() - first);
      DropoutMask.fillBits(chunk, place(k, chunk.length), count, probability, key);
      target.put(first, chunk, 0, count);
    }
  }

  /** Entries that are drawn at once: those of a sequence where it is one position. */
  private int chunk() {
    return position.map(one -> Math.toIntExact(mask.length() / one.sequences())).orElse(CHUNK);
  }

  /** Where chunk {@code k} starts in the mask of all positions. */
  private int place(int k, int length) {
    return position.map(one -> one.row(k)).orElse(k) * length;
  }
}
