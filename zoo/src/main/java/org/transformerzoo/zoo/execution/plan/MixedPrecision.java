package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Lets the products of linear layers and of their gradients read bfloat16: each operand is
 * converted right before its product. Products that follow each other share conversions; further
 * apart they would have to be kept, and cost memory for the little time that they take.
 */
final class MixedPrecision {

  private final List<Operation> result = new ArrayList<>();
  private final Map<Tensor, Tensor> converted = new HashMap<>(); // by root

  private MixedPrecision() {}

  /** {@code program} with its products in bfloat16; results stay float32. */
  static Program apply(Program program) {
    MixedPrecision pass = new MixedPrecision();
    program.operations().forEach(pass::append);
    return new Program(pass.result, program.outputs());
  }

  private void append(Operation operation) {
    if (operation instanceof Linear linear) {
      result.add(linear.reading(bfloat16(linear.x()), bfloat16(linear.weight())));
    } else if (operation instanceof Product product) {
      result.add(
          product.sumsColumns()
              ? product
              : product.reading(bfloat16(product.a()), bfloat16(product.b())));
    } else {
      result.add(operation);
      converted.clear();
    }
    operation.outputs().forEach(output -> converted.remove(output.root()));
  }

  private Tensor bfloat16(Tensor tensor) {
    return converted.computeIfAbsent(tensor.root(), this::convert).view(tensor.shape());
  }

  private Tensor convert(Tensor root) {
    Tensor copy = new Tensor(root.name(), DataType.BFLOAT16, root.shape(), new Place.Computed());
    result.add(new Conversion(root, copy));
    return copy;
  }
}
