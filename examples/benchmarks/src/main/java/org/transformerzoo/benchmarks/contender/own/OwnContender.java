package org.transformerzoo.benchmarks.contender.own;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.benchmarks.contender.Contender;
import org.transformerzoo.benchmarks.contender.Setup;
import org.transformerzoo.benchmarks.workload.Batch;
import org.transformerzoo.benchmarks.workload.Family;
import org.transformerzoo.benchmarks.workload.Work;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.execution.plan.PlanOptions;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.task.TaskHead;

/** This project's model on one of its executors. */
public final class OwnContender implements Contender {

  private static final RandomKey NO_MASKS = new RandomKey(0, "no masks", 0);

  private static final String DECODER_HIDDEN_STATES = "decoder_hidden_states.";

  private final FlatParameters parameters;
  private final GraphExecutor executor;
  private final Map<String, INDArray> inputs;
  private final Map<String, INDArray> labelled;
  private final String lastHiddenState;
  private OwnStep step;

  /** Loads the model. */
  public OwnContender(Setup setup, ExecutorKind kind) {
    TransformerModel model = OwnModel.create(setup.sizes());
    this.parameters = model.parameters();
    this.executor =
        model.executor(
            setup.training() ? Mode.GRADIENT : Mode.INFERENCE,
            kind,
            PlanOptions.defaults().withFixedParameters(!setup.training()));
    Batch batch = new Batch(setup.sizes());
    long[] shape = {batch.size(), batch.length()};
    INDArray ids = Nd4j.createFromArray(batch.ids()).reshape(shape);
    INDArray mask = Nd4j.createFromArray(batch.mask()).reshape(shape);
    INDArray types =
        Nd4j.createFromArray(batch.types(setup.sizes().family() == Family.XLNET ? 2 : 1))
            .reshape(shape);
    this.inputs =
        Map.of(
            TokenInputs.INPUT_IDS, ids,
            TokenInputs.ATTENTION_MASK, mask,
            TokenInputs.TOKEN_TYPE_IDS, types);
    this.labelled =
        Map.of(
            TokenInputs.INPUT_IDS, ids,
            TokenInputs.ATTENTION_MASK, mask,
            TokenInputs.TOKEN_TYPE_IDS, types,
            TaskHead.LABELS, Nd4j.createFromArray(batch.labels()));
    this.lastHiddenState =
        (setup.sizes().family() == Family.BART ? DECODER_HIDDEN_STATES : Transformer.HIDDEN_STATES)
            + setup.sizes().layers();
  }

  @Override
  public void run(Work work) {
    switch (work) {
      case FORWARD -> hidden().close();
      case GRADIENTS -> gradients();
      case STEP -> step().take(labelled);
      case EPOCH, GENERATION, LOADING ->
          throw new UnsupportedOperationException("There is one batch and a classifier");
    }
  }

  @Override
  public void tell(Work work, Results results) {
    switch (work) {
      case FORWARD -> results.take("hidden", floats(hidden()));
      case GRADIENTS -> tellGradients(results);
      case STEP -> tellStep(results);
      case EPOCH, GENERATION, LOADING ->
          throw new UnsupportedOperationException("There is one batch and a classifier");
    }
  }

  private INDArray hidden() {
    return executor.output(inputs, List.of(lastHiddenState)).get(lastHiddenState);
  }

  private double gradients() {
    return executor.computeGradients(labelled, 1, NO_MASKS);
  }

  /** Made when first needed, because the optimizer's memory does not belong to the gradients. */
  private OwnStep step() {
    if (step == null) {
      step = new OwnStep(executor, parameters);
    }
    return step;
  }

  private void tellGradients(Results results) {
    results.take("loss", new float[] {(float) gradients()});
    for (Parameter parameter : parameters.parameters()) {
      results.take(parameter.name(), floats(parameters.gradient(parameter.name())));
    }
  }

  private void tellStep(Results results) {
    INDArray before = parameters.values().dup();
    run(Work.STEP);
    for (Parameter parameter : parameters.parameters()) {
      INDArray old = FlatParameters.view(before, parameters.segment(parameter.name()));
      results.take(parameter.name(), floats(parameters.value(parameter.name()).sub(old)));
    }
    before.close();
  }

  private static float[] floats(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  @Override
  public void close() {
    executor.close();
  }
}
