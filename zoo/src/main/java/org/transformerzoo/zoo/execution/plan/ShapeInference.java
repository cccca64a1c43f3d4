package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.RandomOp;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Asks ND4J for the shapes of results, on arrays that stand for values not known yet: their bytes
 * are never touched, so that they cost address space and no memory.
 */
final class ShapeInference implements AutoCloseable {

  private record Stand(DataType type, List<Long> shape) {}

  private final Map<Stand, INDArray> stands = new HashMap<>();

  /** The results of {@code function}: their shapes and types, to be computed in a run. */
  List<Tensor> outputs(DifferentialFunction function, List<Tensor> inputs) {
    try {
      OpContext context = Nd4jContexts.create(function, arrays(inputs));
      List<LongShapeDescriptor> shapes = Nd4jContexts.outputShapes(function, context);
      String[] names = function.outputVariablesNames();
      List<Tensor> outputs = new ArrayList<>();
      for (int i = 0; i < names.length; i++) {
        LongShapeDescriptor shape = shapes.get(i);
        outputs.add(new Tensor(names[i], shape.dataType(), shape.getShape(), new Place.Computed()));
      }
      return outputs;
    } catch (RuntimeException e) {
      throw Nd4jContexts.failure(function, e);
    }
  }

  /** The results of {@code function}, which looks at no value that is not known. */
  INDArray[] evaluate(DifferentialFunction function, List<Tensor> inputs) {
    try {
      OpContext context = Nd4jContexts.create(function, arrays(inputs));
      List<LongShapeDescriptor> shapes = Nd4jContexts.outputShapes(function, context);
      INDArray[] results = new INDArray[shapes.size()];
      for (int i = 0; i < results.length; i++) {
        results[i] = Nd4j.create(shapes.get(i).dataType(), shapes.get(i).getShape());
        context.setOutputArray(i, results[i]);
      }
      Nd4jContexts.execute(function, context);
      return results;
    } catch (RuntimeException e) {
      throw Nd4jContexts.failure(function, e);
    }
  }

  /** Whether {@code function} gives another result at each call. */
  boolean isRandom(DifferentialFunction function) {
    return function instanceof RandomOp || function.opName().startsWith("random");
  }

  private INDArray[] arrays(List<Tensor> tensors) {
    return tensors.stream().map(this::array).toArray(INDArray[]::new);
  }

  private INDArray array(Tensor tensor) {
    if (tensor.isConstant()) {
      return tensor.value();
    }
    List<Long> shape = new ArrayList<>();
    for (long size : tensor.shape()) {
      shape.add(size);
    }
    return stands.computeIfAbsent(
        new Stand(tensor.type(), shape),
        key -> Nd4j.createUninitialized(tensor.type(), tensor.shape()));
  }

  @Override
  public void close() {
    stands.values().forEach(INDArray::close);
    stands.clear();
  }
}
