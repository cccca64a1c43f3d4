package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;

/** {@code sum} = {@code left} + {@code right}, all of one shape; sum may be left. */
record Add(Tensor left, Tensor right, Tensor sum) implements Operation {

  @Override
  public List<Tensor> inputs() {
    return List.of(left, right);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(sum);
  }

  @Override
  public void differentiate(Gradients gradients) {
    Tensor gradient = gradients.of(sum);
    gradients.add(left, gradient);
    gradients.add(right, gradient);
  }

  @Override
  public Call bind(Memory memory) {
    INDArray[] inputs = {memory.array(left), memory.array(right)};
    AddOp function = new AddOp(inputs, new INDArray[] {memory.array(sum)});
    OpContext context = Nd4jContexts.create(function, inputs);
    context.setOutputArray(0, memory.array(sum));
    return run -> Nd4jContexts.execute(function, context);
  }
}
