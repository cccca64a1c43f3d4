package org.transformerzoo.zoo.execution.plan;

import java.nio.IntBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.transformerzoo.zoo.execution.DropoutMask;

/**
 * Draws the mask of one dropout site: 0 with {@code probability}, else 1/(1−probability).
 *
 * @param site the site's place in the graph's list, which selects its random stream
 */
record MaskDraw(Tensor mask, int site, double probability) implements Operation {

  private static final int CHUNK = 1 << 14;

  @Override
  public List<Tensor> inputs() {
    return List.of();
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(mask);
  }

  @Override
  public void differentiate(Gradients gradients) {
    // It depends on nothing.
  }

  @Override
  public MaskDraw on(UnaryOperator<Tensor> map) {
    return new MaskDraw(map.apply(mask), site, probability);
  }

  @Override
  public Call bind(Memory memory) {
    IntBuffer target = new NativePointers.Ints(memory.address(mask), mask.length()).asBuffer();
    int parts = Runtime.getRuntime().availableProcessors();
    int[][] chunks = new int[parts][CHUNK];
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
    for (int first = part * CHUNK; first < target.capacity(); first += parts * CHUNK) {
      int count = Math.min(CHUNK, target.capacity() - first);
      DropoutMask.fillBits(chunk, first, count, probability, key);
      target.put(first, chunk, 0, count);
    }
  }
}
