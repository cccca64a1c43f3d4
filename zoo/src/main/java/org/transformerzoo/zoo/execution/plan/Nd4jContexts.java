package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseOp;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/** Sets up an operation of ND4J as SameDiff's session does, on arrays of our choice. */
final class Nd4jContexts {

  private Nd4jContexts() {}

  /** A context with the arguments of {@code function} and {@code inputs}, without outputs. */
  static OpContext create(DifferentialFunction function, INDArray... inputs) {
    OpContext context = Nd4j.getExecutioner().buildContext();
    if (function instanceof DynamicCustomOp custom) {
      context.setArgs(inputs, custom.iArgs(), custom.dArgs(), custom.tArgs(), custom.bArgs());
    } else if (function instanceof Op) {
      boolean axisGiven = setLegacyArgument(function, inputs);
      context.setInputArray(0, inputs[0]);
      if (inputs.length == 2 && !axisGiven) {
        context.setInputArray(1, inputs[1]);
      }
    } else {
      throw new UnsupportedOperationException(
          "The operation \"" + function.opName() + "\" controls the flow of the graph");
    }
    return context;
  }

  /** Old operations keep their axis or scalar in a field; whether the second input is an axis. */
  private static boolean setLegacyArgument(DifferentialFunction function, INDArray... inputs) {
    if (inputs.length != 2) {
      return false;
    }
    if (function instanceof ReduceOp reduce && reduce.getOpType() != Op.Type.REDUCE3) {
      boolean empty = inputs[1].isEmpty();
      int[] axes = empty ? null : Shape.normalizeAxis(inputs[0].rank(), inputs[1].toIntVector());
      function.setDimensions(axes);
      ((BaseReduceOp) reduce).setEmptyReduce(empty);
      return true;
    }
    if (function instanceof ScalarOp scalar) {
      scalar.setScalar(inputs[1]);
    }
    return false;
  }

  /** The shapes of the results, in the element types that the graph declares. */
  static List<LongShapeDescriptor> outputShapes(DifferentialFunction function, OpContext context) {
    if (!(function instanceof CustomOp custom)) {
      return ((BaseOp) function).calculateOutputShape(context);
    }
    List<LongShapeDescriptor> shapes = custom.calculateOutputShape(context);
    String[] names = function.outputVariablesNames();
    if (shapes.size() != names.length) {
      throw new IllegalStateException(
          "%d results where the graph has %d".formatted(shapes.size(), names.length));
    }
    List<LongShapeDescriptor> typed = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      DataType declared = function.getSameDiff().getVariable(names[i]).dataType();
      LongShapeDescriptor shape = shapes.get(i);
      typed.add(shape.dataType() == declared ? shape : shape.asDataType(declared));
    }
    return typed;
  }

  /** Runs {@code function} on what {@code context} holds. */
  static void execute(DifferentialFunction function, OpContext context) {
    if (function instanceof CustomOp custom) {
      Nd4j.getExecutioner().exec(custom, context);
    } else {
      Nd4j.getExecutioner().exec((Op) function, context);
    }
  }

  /** {@code cause}, with the operation that it happened in. */
  static RuntimeException failure(DifferentialFunction function, Exception cause) {
    return new IllegalStateException(
        "The operation \"%s\" (%s) failed: %s"
            .formatted(function.getOwnName(), function.opName(), cause.getMessage()),
        cause);
  }
}
