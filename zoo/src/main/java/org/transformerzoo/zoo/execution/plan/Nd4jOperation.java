package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;

/**
 * Any operation of SameDiff, run by ND4J: what every graph can fall back on. Its gradient is
 * SameDiff's own, read from the graph like everything else.
 *
 * @param function the operation in the graph
 * @param reader where its gradient is read
 */
record Nd4jOperation(
    DifferentialFunction function, List<Tensor> inputs, List<Tensor> outputs, GraphReader reader)
    implements Operation {

  Nd4jOperation {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** What ND4J calls the operation. */
  String kind() {
    return function.opName();
  }

  @Override
  public void differentiate(Gradients gradients) {
    List<Tensor> outputGradients = new ArrayList<>();
    for (Tensor output : outputs) {
      Tensor gradient = gradients.of(output);
      outputGradients.add(gradient == null ? zeros(gradients, output) : gradient);
    }
    List<Tensor> inputGradients = reader.differentiate(this, outputGradients);
    for (int i = 0; i < inputGradients.size(); i++) {
      if (inputGradients.get(i) != null && gradients.needed(inputs.get(i))) {
        gradients.add(inputs.get(i), inputGradients.get(i));
      }
    }
  }

  private static Tensor zeros(Gradients gradients, Tensor like) {
    Tensor zeros = Tensor.computed("0", like.shape());
    gradients.emit(new Fill(zeros, 0f));
    return zeros;
  }

  @Override
  public Nd4jOperation on(UnaryOperator<Tensor> map) {
    return new Nd4jOperation(
        function, inputs.stream().map(map).toList(), outputs.stream().map(map).toList(), reader);
  }

  @Override
  public Call bind(Memory memory) {
    OpContext context =
        Nd4jContexts.create(function, inputs.stream().map(memory::array).toArray(INDArray[]::new));
    for (int i = 0; i < outputs.size(); i++) {
      context.setOutputArray(i, memory.array(outputs.get(i)));
    }
    return run -> Nd4jContexts.execute(function, context);
  }

  @Override
  public String toString() {
    return "nd4j " + kind() + " " + inputs + " -> " + outputs;
  }
}
