package org.transformerzoo.zoo.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tensors in memory, which remembers what was read. */
final class MemorySource implements TensorSource {

  private final Map<String, INDArray> tensors = new LinkedHashMap<>();
  private int reads;

  MemorySource with(String name, INDArray values) {
    tensors.put(name, values);
    return this;
  }

  MemorySource without(String name) {
    tensors.remove(name);
    return this;
  }

  int reads() {
    return reads;
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public TensorDescription describe(String name) {
    List<Long> shape = LongStream.of(tensors.get(name).shape()).boxed().toList();
    return new TensorDescription(name, StoredType.F32, shape);
  }

  @Override
  public void read(String name, INDArray destination) {
    reads++;
    destination.assign(tensors.get(name));
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public void close() {}
}
