package org.transformerzoo.zoo.execution.plan;

import org.bytedeco.javacpp.Pointer;
import org.transformerzoo.zoo.environment.HugePages;

/**
 * One block of native memory that plans lay their tensors out in. Freed by {@link #close} and not
 * by the garbage collector.
 */
final class Arena implements AutoCloseable {

  private final long bytes;
  private final long address;
  private Pointer block;

  /** An arena of {@code bytes}; its contents are undefined. */
  Arena(long bytes) {
    this.bytes = bytes;
    // malloc itself, because JavaCPP's own allocation counts against a limit derived from the heap.
    block = Pointer.malloc(bytes + MemoryPlan.ALIGNMENT);
    if (block == null || block.isNull()) {
      throw new OutOfMemoryError("The system has no " + bytes + " bytes of native memory");
    }
    address = MemoryPlan.align(block.address());
    HugePages.advise(address, bytes);
  }

  long address() {
    return address;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    if (block != null) {
      Pointer.free(block);
      block = null;
    }
  }
}
