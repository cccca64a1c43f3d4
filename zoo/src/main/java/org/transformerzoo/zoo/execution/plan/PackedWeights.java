package org.transformerzoo.zoo.execution.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.javacpp.Pointer;

/**
 * Copies of weights in the layouts that oneDNN's products read fastest, shared by all lanes of an
 * executor whose parameters do not change. They take as much memory again.
 */
final class PackedWeights implements AutoCloseable {

  private record Copy(dnnl_memory_desc_t layout, Arena arena) {}

  private final Map<String, List<Copy>> copies = new HashMap<>();

  /**
   * Where the weight called {@code name} lies in the layout {@code wanted}; copied there when it is
   * first asked for.
   *
   * @param source where it lies in the layout {@code plain}
   */
  synchronized long address(
      OneDnn library,
      String name,
      long source,
      dnnl_memory_desc_t plain,
      dnnl_memory_desc_t wanted) {
    if (dnnl_memory_desc_equal(plain, wanted) != 0) {
      return source;
    }
    List<Copy> known = copies.computeIfAbsent(name, key -> new ArrayList<>());
    for (Copy copy : known) {
      if (dnnl_memory_desc_equal(copy.layout(), wanted) != 0) {
        return copy.arena().address();
      }
    }
    Arena arena = new Arena(dnnl_memory_desc_get_size(wanted));
    reorder(library, plain, source, wanted, arena.address());
    known.add(new Copy(own(wanted), arena));
    return arena.address();
  }

  /** A copy of a description that belongs to a primitive. */
  private static dnnl_memory_desc_t own(dnnl_memory_desc_t description) {
    dnnl_memory_desc_t copy = new dnnl_memory_desc_t();
    Pointer.memcpy(copy, description, copy.sizeof());
    return copy;
  }

  private static void reorder(
      OneDnn library, dnnl_memory_desc_t plain, long from, dnnl_memory_desc_t wanted, long to) {
    try (Scratch scratch = new Scratch();
        OneDnnCall call =
            new OneDnnCall(
                OneDnnPrimitive.reorder(library, plain, wanted),
                Map.of(DNNL_ARG_FROM, from, DNNL_ARG_TO, to),
                scratch)) {
      call.run(null);
    }
  }

  @Override
  public synchronized void close() {
    copies.values().forEach(list -> list.forEach(copy -> copy.arena().close()));
    copies.clear();
  }
}
