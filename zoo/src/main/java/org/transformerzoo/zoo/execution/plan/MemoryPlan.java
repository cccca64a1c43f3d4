package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each tensor of a program lies in an arena. Tensors whose lives do not overlap share bytes;
 * the largest are placed first, each at the lowest offset that is free during its whole life
 * (Pisarchyk and Lee, 2020, "greedy by size").
 */
final class MemoryPlan {

  /** Bytes of a cache line and of an AVX-512 register. */
  static final long ALIGNMENT = 64;

  /** A tensor's first and last step, both included, and its place. */
  private static final class Block {
    final long bytes;
    int first = Integer.MAX_VALUE;
    int last = -1;
    long offset;

    Block(long bytes) {
      this.bytes = align(bytes);
    }

    void use(int step) {
      first = Math.min(first, step);
      last = Math.max(last, step);
    }

    boolean overlaps(Block other) {
      return first <= other.last && other.first <= last;
    }
  }

  private final Map<Tensor, Block> blocks = new LinkedHashMap<>();
  private final long bytes;

  private MemoryPlan(Program program) {
    List<Operation> operations = program.operations();
    for (int step = 0; step < operations.size(); step++) {
      use(operations.get(step).inputs(), step);
      use(operations.get(step).outputs(), step);
    }
    for (Tensor output : program.outputs().values()) {
      use(List.of(output), operations.size());
    }
    bytes = place();
  }

  /** The layout of {@code program}. */
  static MemoryPlan of(Program program) {
    return new MemoryPlan(program);
  }

  /** {@code address} rounded up to the alignment of tensors. */
  static long align(long address) {
    return (address + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** The bytes that an arena for this program must have. */
  long bytes() {
    return bytes;
  }

  /** The inputs that the program reads. */
  List<Tensor> inputs() {
    return blocks.keySet().stream().filter(t -> t.place() instanceof Place.Input).toList();
  }

  /** The offset of {@code root} in the arena, in bytes. */
  long offset(Tensor root) {
    Block block = blocks.get(root);
    if (block == null) {
      throw new IllegalStateException(root + " has no place in the arena");
    }
    return block.offset;
  }

  private void use(List<Tensor> tensors, int step) {
    for (Tensor tensor : tensors) {
      Tensor root = tensor.root();
      boolean input = root.place() instanceof Place.Input;
      if (input || root.place() instanceof Place.Computed) {
        Block block = blocks.computeIfAbsent(root, key -> new Block(key.bytes()));
        block.use(step);
        if (input) {
          block.use(0); // it is written before the first step
        }
      }
    }
  }

  private long place() {
    List<Block> bySize = new ArrayList<>(blocks.values());
    bySize.sort(
        Comparator.comparingLong((Block block) -> -block.bytes)
            .thenComparingInt(block -> block.first));
    List<Block> placed = new ArrayList<>(); // by offset
    long end = 0;
    for (Block block : bySize) {
      block.offset = lowestFree(block, placed);
      end = Math.max(end, block.offset + block.bytes);
      placed.add(block);
      placed.sort(Comparator.comparingLong(other -> other.offset));
    }
    return end;
  }

  private static long lowestFree(Block block, List<Block> placed) {
    long offset = 0;
    for (Block other : placed) {
      if (other.overlaps(block)) {
        if (offset + block.bytes <= other.offset) {
          break;
        }
        offset = Math.max(offset, other.offset + other.bytes);
      }
    }
    return offset;
  }
}
