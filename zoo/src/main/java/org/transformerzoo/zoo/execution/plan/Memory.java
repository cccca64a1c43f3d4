package org.transformerzoo.zoo.execution.plan;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.parameter.FlatParameters;

/** The addresses of a program's tensors in one arena and in the flat buffers. */
final class Memory {

  private final MemoryPlan plan;
  private final Arena arena;
  private final FlatParameters parameters;
  private final Kernels kernels;
  private final Scratch scratch;
  private final Optional<PackedWeights> packedWeights;

  Memory(
      MemoryPlan plan,
      Arena arena,
      FlatParameters parameters,
      Kernels kernels,
      Scratch scratch,
      Optional<PackedWeights> packedWeights) {
    this.plan = plan;
    this.arena = arena;
    this.parameters = parameters;
    this.kernels = kernels;
    this.scratch = scratch;
    this.packedWeights = packedWeights;
  }

  /** What hot operations bind to. */
  Kernels kernels() {
    return kernels;
  }

  /** Memory that calls of one lane use in turn. */
  Scratch scratch() {
    return scratch;
  }

  /** Where copies of {@code weight} lie, if it is a parameter and does not change. */
  Optional<PackedWeights> packed(Tensor weight) {
    return packedWeights.filter(packed -> weight.root().place() instanceof Place.ParameterValue);
  }

  /** Where the bytes of {@code tensor} start. */
  long address(Tensor tensor) {
    Tensor root = tensor.root();
    if (root.place() instanceof Place.ParameterValue value) {
      return flatAddress(parameters.values(), value.name());
    }
    if (root.place() instanceof Place.ParameterGradient gradient) {
      return flatAddress(parameters.gradients(), gradient.name());
    }
    if (root.place() instanceof Place.Constant constant) {
      return constant.value().data().pointer().address();
    }
    return arena.address() + plan.offset(root);
  }

  /** {@code tensor} as an array of ND4J on the same bytes. */
  INDArray array(Tensor tensor) {
    if (tensor.isConstant()) {
      return tensor.value();
    }
    Pointer pointer = NativePointers.of(tensor.type(), address(tensor), tensor.length());
    return Nd4j.create(
        Nd4j.createBuffer(pointer, tensor.length(), tensor.type()),
        tensor.shape(),
        Nd4j.getStrides(tensor.shape(), 'c'),
        0,
        'c');
  }

  /** {@code tensor}, float32, as a pointer. */
  FloatPointer floats(Tensor tensor) {
    return new NativePointers.Floats(address(tensor), tensor.length());
  }

  /** {@code tensor}, float32, as a buffer. */
  FloatBuffer buffer(Tensor tensor) {
    return floats(tensor).asBuffer();
  }

  /** {@code tensor}, int32, as a buffer. */
  IntBuffer integers(Tensor tensor) {
    return new NativePointers.Ints(address(tensor), tensor.length()).asBuffer();
  }

  private long flatAddress(INDArray flat, String name) {
    return flat.data().pointer().address() + parameters.segment(name).offset() * Float.BYTES;
  }
}
