package org.transformerzoo.zoo.execution.plan;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.execution.ForwardPass;

/**
 * A run of a plan for gradients that waits for its open inputs, with everything that was computed
 * before them in its lane.
 */
final class PausedPlan implements ForwardPass {

  private final Plan plan;
  private final Set<String> open;
  private final String loss;
  private final Run run;
  private final Object gradients;
  private final Runnable whenOver;
  private final int pause;
  private final Map<String, INDArray> outputs = new LinkedHashMap<>();
  private boolean over;

  /**
   * Runs the first half.
   *
   * @param plan nobody else's until this is over
   * @param values the inputs, with anything for what is open
   * @param open the inputs that are told later
   * @param loss the output that is differentiated, the only one that may depend on what is open
   * @param gradients whose monitor guards the gradients
   * @param whenOver called once
   * @throws IllegalArgumentException if another output depends on what is open, or nothing does
   */
  PausedPlan(
      Plan plan,
      Map<String, INDArray> values,
      Set<String> open,
      String loss,
      Run run,
      Object gradients,
      Runnable whenOver) {
    this.plan = plan;
    this.open = Set.copyOf(open);
    this.loss = loss;
    this.run = run;
    this.gradients = gradients;
    this.whenOver = whenOver;
    pause = pause(plan.compiled().program());
    plan.write(values);
    plan.run(0, pause, run);
    for (String name : plan.compiled().program().outputs().keySet()) {
      if (!name.equals(loss)) {
        outputs.put(name, plan.output(name).dup('c'));
      }
    }
  }

  private int pause(Program program) {
    Set<String> unknown = new HashSet<>(open);
    unknown.add(Compiler.WEIGHT);
    int first = program.firstReading(unknown);
    for (String name : open) {
      if (plan.input(name) == null) {
        throw new IllegalArgumentException("The loss depends on no input \"" + name + "\"");
      }
    }
    for (String name : program.outputs().keySet()) {
      if (!name.equals(loss) && program.writesAfter(first, name)) {
        throw new IllegalArgumentException(
            "The output \"%s\" depends on what is open, %s".formatted(name, open));
      }
    }
    return first;
  }

  @Override
  public Map<String, INDArray> outputs() {
    return outputs;
  }

  @Override
  public double computeGradients(Map<String, INDArray> values, double weight) {
    if (over) {
      throw new IllegalStateException("The forward pass is over");
    }
    Map<String, INDArray> told = new LinkedHashMap<>();
    for (String name : open) {
      told.put(name, checked(name, values.get(name)));
    }
    told.put(Compiler.WEIGHT, Nd4j.scalar(DataType.FLOAT, weight));
    try {
      synchronized (gradients) {
        plan.write(told);
        plan.run(pause, plan.calls().size(), run);
        return plan.output(loss).getDouble(0);
      }
    } finally {
      close();
    }
  }

  private INDArray checked(String name, INDArray value) {
    long[] expected = plan.input(name).shape();
    if (value == null || !Arrays.equals(value.shape(), expected)) {
      throw new IllegalArgumentException(
          "The open input \"%s\" %s, expected the shape %s that it had in the forward pass"
              .formatted(
                  name,
                  value == null ? "is missing" : "has the shape " + Arrays.toString(value.shape()),
                  Arrays.toString(expected)));
    }
    return value;
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      whenOver.run();
    }
  }
}
