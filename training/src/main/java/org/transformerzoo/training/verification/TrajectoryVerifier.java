package org.transformerzoo.training.verification;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.transformerzoo.training.gradient.ExecutorGradients;
import org.transformerzoo.training.gradient.GradientComputation.Pass;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.optimizer.BlockOptimizer;
import org.transformerzoo.training.optimizer.GradientClipping;
import org.transformerzoo.training.optimizer.GradientNorm;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.task.TaskHead;
import org.transformerzoo.zoo.verification.ModelVerifier.Comparison;
import org.transformerzoo.zoo.verification.ModelVerifier.Report;
import org.transformerzoo.zoo.verification.NpzFile;

/**
 * Repeats recorded training runs and compares every loss, every gradient norm, the logits at the
 * end and how far each parameter went.
 *
 * @param folder holds the model, {@code batches.npz}, {@code recipe.json} and {@code
 *     expected_trajectories.npz}
 */
public record TrajectoryVerifier(Path folder) {

  private static final double LOSS_TOLERANCE = 1e-3;
  private static final double LOGIT_TOLERANCE = 2e-3;
  private static final double DISTANCE_TOLERANCE = 0.01;

  /** A parameter that went less than this share of the farthest was moved by rounding alone. */
  private static final double ROUNDING = 1e-3;

  /**
   * Repeats the trajectories.
   *
   * @param only the name of the one to repeat, or null for all that are recorded
   */
  public Report verify(String only) {
    return verify(only, ExecutorKind.PLAN);
  }

  /**
   * Repeats the trajectories with an executor of one's choice.
   *
   * @param only the name of the one to repeat, or null for all that are recorded
   */
  public Report verify(String only, ExecutorKind kind) {
    Map<String, INDArray> expected = NpzFile.read(folder.resolve("expected_trajectories.npz"));
    TrajectoryRecipe recipe = TrajectoryRecipe.read(folder.resolve("recipe.json"));
    List<Comparison> comparisons = new ArrayList<>();
    List<String> notCompared = new ArrayList<>();
    List<String> recorded =
        expected.keySet().stream()
            .map(key -> key.substring(0, key.indexOf('/')))
            .distinct()
            .filter(name -> only == null || name.equals(only))
            .toList();
    for (String name : recorded) {
      Optional<TrajectoryVariant> variant = TrajectoryVariant.named(name, recipe);
      if (variant.isPresent()) {
        Run run = train(recipe, variant.get(), kind);
        comparisons.addAll(compare(name, run, recipe, expected));
      } else {
        notCompared.add(name);
      }
    }
    return new Report(comparisons, notCompared);
  }

  private static List<Comparison> compare(
      String name, Run run, TrajectoryRecipe recipe, Map<String, INDArray> expected) {
    List<Comparison> comparisons = new ArrayList<>();
    comparisons.add(compare(name + "/losses", run.losses(), expected, LOSS_TOLERANCE));
    comparisons.add(compare(name + "/grad_norms", run.norms(), expected, LOSS_TOLERANCE));
    comparisons.add(compare(name + "/final_logits", run.logits(), expected, LOGIT_TOLERANCE));
    comparisons.add(
        compareDistances(
            name + "/distance_to_start", run.parameters(), run.start(), recipe, expected));
    return comparisons;
  }

  private record Run(
      INDArray losses,
      INDArray norms,
      INDArray logits,
      FlatParameters parameters,
      INDArray start) {}

  private Run train(TrajectoryRecipe recipe, TrajectoryVariant variant, ExecutorKind kind) {
    TransformerModel model = TransformerModel.load(folder);
    Map<String, INDArray> batches = NpzFile.read(folder.resolve("batches.npz"));
    FlatParameters parameters = model.parameters();
    List<ParameterGroup> groups = variant.grouping().groups(parameters);
    BlockOptimizer optimizer = new BlockOptimizer(variant.rule(), parameters, groups);
    INDArray start = parameters.values().dup();
    GradientNorm norm = new GradientNorm(parameters, groups);
    GradientClipping clipping = new GradientClipping(recipe.clip());
    List<Double> losses = new ArrayList<>();
    List<Double> norms = new ArrayList<>();
    try (GraphExecutor executor = model.executor(Mode.GRADIENT, kind)) {
      for (int batch = 0; batch < recipe.steps(); batch++) {
        boolean first = batch % variant.accumulation() == 0;
        losses.add(
            new ExecutorGradients(executor, 0)
                .accumulate(
                    inputs(batches, batch), 1.0 / variant.accumulation(), new Pass(batch, first)));
        if ((batch + 1) % variant.accumulation() == 0) {
          norms.add(norm.compute());
          int earliest = batch + 1 - variant.accumulation();
          optimizer.step(recipe.factor(earliest), clipping.scale(norms.get(norms.size() - 1)));
        }
      }
      optimizer.average().ifPresent(parameters.values()::assign);
      INDArray logits =
          executor.output(inputs(batches, 0), List.of(TaskHead.LOGITS)).get(TaskHead.LOGITS);
      return new Run(vector(losses), vector(norms), logits, parameters, start);
    }
  }

  private static Map<String, INDArray> inputs(Map<String, INDArray> batches, int batch) {
    Map<String, INDArray> inputs = new LinkedHashMap<>();
    for (String name :
        List.of(TokenInputs.INPUT_IDS, TokenInputs.ATTENTION_MASK, TaskHead.LABELS)) {
      inputs.put(name, batches.get(name).get(NDArrayIndex.point(batch)).dup('c'));
    }
    inputs.put(
        TokenInputs.TOKEN_TYPE_IDS,
        Nd4j.zeros(DataType.INT32, inputs.get(TokenInputs.INPUT_IDS).shape()));
    return inputs;
  }

  private static Comparison compare(
      String key, INDArray actual, Map<String, INDArray> expected, double tolerance) {
    INDArray difference = actual.castTo(DataType.FLOAT).sub(expected.get(key));
    return new Comparison(key, difference.amaxNumber().doubleValue(), tolerance);
  }

  /**
   * The error is relative to the recorded distance, but for parameters that rounding alone moved,
   * such as a key's bias, whose gradient softmax cancels: of them it is asked that here, too, they
   * went next to nowhere. What did not move at all may not move at all.
   */
  private static Comparison compareDistances(
      String key,
      FlatParameters parameters,
      INDArray start,
      TrajectoryRecipe recipe,
      Map<String, INDArray> expected) {
    double farthest = expected.get(key).maxNumber().doubleValue();
    double worst = 0;
    for (int i = 0; i < recipe.parameterNames().size(); i++) {
      String name = recipe.parameterNames().get(i);
      INDArray before = FlatParameters.view(start, parameters.segment(name));
      double recorded = expected.get(key).getDouble(i);
      double went = parameters.value(name).distance2(before);
      worst = Math.max(worst, distanceError(went, recorded, ROUNDING * farthest));
    }
    return new Comparison(key, worst, DISTANCE_TOLERANCE);
  }

  private static double distanceError(double went, double recorded, double rounding) {
    if (recorded == 0) {
      return went == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    return recorded < rounding
        ? Math.max(0, went / rounding - 1)
        : Math.abs(went - recorded) / recorded;
  }

  private static INDArray vector(List<Double> values) {
    return Nd4j.createFromArray(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
