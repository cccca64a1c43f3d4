package org.transformerzoo.training.optimizer;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.FlatParameters.Segment;

/**
 * Where in flat arrays an optimizer keeps what it remembers: a place for each trained value, in the
 * order of the parameters, and none for what is frozen. If all parameters are trained, the arrays
 * are laid out like theirs.
 */
final class StateLayout {

  private static final long ALIGNMENT = 16; // floats, as in the parameters' own buffers

  private final Map<Segment, Long> places = new LinkedHashMap<>();
  private final long length;

  StateLayout(FlatParameters parameters, List<ParameterGroup> groups) {
    Set<Long> trained = new HashSet<>();
    groups.forEach(group -> group.segments().forEach(segment -> trained.add(segment.offset())));
    long end = 0;
    for (Segment segment : parameters.segments()) {
      if (trained.contains(segment.offset())) {
        places.put(segment, end);
        end += (segment.length() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      }
    }
    this.length = Math.max(end, 1);
  }

  /** The number of floats of an array. */
  long length() {
    return length;
  }

  /** Where the values of {@code segment}, which is trained, begin. */
  long place(Segment segment) {
    return places.get(segment);
  }

  /** Copies the trained ones of {@code values}, laid out like the parameters, to {@code state}. */
  void gather(INDArray values, INDArray state) {
    places.forEach((segment, place) -> part(state, segment, place).assign(of(values, segment)));
  }

  /** {@code values}, laid out like the parameters, with the trained ones of {@code state}. */
  INDArray scatter(INDArray state, INDArray values) {
    INDArray whole = values.dup();
    places.forEach((segment, place) -> of(whole, segment).assign(part(state, segment, place)));
    return whole;
  }

  private static INDArray of(INDArray flat, Segment segment) {
    return part(flat, segment, segment.offset());
  }

  private static INDArray part(INDArray flat, Segment segment, long start) {
    return flat.get(NDArrayIndex.interval(start, start + segment.length()));
  }
}
