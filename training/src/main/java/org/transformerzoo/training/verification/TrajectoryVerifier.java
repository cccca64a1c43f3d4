package org.transformerzoo.training.verification;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.transformerzoo.training.group.DecayGrouping;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.optimizer.AdamSettings;
import org.transformerzoo.training.optimizer.AdamW;
import org.transformerzoo.training.optimizer.BertAdam;
import org.transformerzoo.training.optimizer.BlockOptimizer;
import org.transformerzoo.training.optimizer.GradientClipping;
import org.transformerzoo.training.optimizer.GradientNorm;
import org.transformerzoo.training.optimizer.UpdateRule;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;
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

  /** A parameter that only rounding moved, such as a key's bias, went no farther than this. */
  private static final double ROUNDING = 5e-6;

  private static final Map<String, Variant> VARIANTS = variants();

  /**
   * A way to train.
   *
   * @param rule the optimizer
   * @param accumulation batches for a step
   */
  private record Variant(Function<AdamSettings, UpdateRule> rule, int accumulation) {}

  private static Map<String, Variant> variants() {
    Map<String, Variant> variants = new LinkedHashMap<>();
    variants.put("adamw", new Variant(AdamW::new, 1));
    variants.put("adamw_accumulate_3", new Variant(AdamW::new, 3));
    variants.put("bertadam_no_bias_correction", new Variant(BertAdam::new, 1));
    return variants;
  }

  /** The names of the trajectories that can be repeated. */
  public static List<String> names() {
    return List.copyOf(VARIANTS.keySet());
  }

  /**
   * Repeats the trajectories.
   *
   * @param only the name of the one to repeat, or null for all that are recorded
   */
  public Report verify(String only) {
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
      if (VARIANTS.containsKey(name)) {
        comparisons.addAll(repeat(name, recipe, expected));
      } else {
        notCompared.add(name);
      }
    }
    return new Report(comparisons, notCompared);
  }

  private List<Comparison> repeat(
      String name, TrajectoryRecipe recipe, Map<String, INDArray> expected) {
    TransformerModel model = TransformerModel.load(folder);
    INDArray start = model.parameters().values().dup();
    Run run = train(model, recipe, VARIANTS.get(name));
    List<Comparison> comparisons = new ArrayList<>();
    comparisons.add(compare(name + "/losses", run.losses(), expected, LOSS_TOLERANCE));
    comparisons.add(compare(name + "/grad_norms", run.norms(), expected, LOSS_TOLERANCE));
    comparisons.add(compare(name + "/final_logits", run.logits(), expected, LOGIT_TOLERANCE));
    comparisons.add(
        compareDistances(name + "/distance_to_start", model.parameters(), start, recipe, expected));
    return comparisons;
  }

  private record Run(INDArray losses, INDArray norms, INDArray logits) {}

  private Run train(TransformerModel model, TrajectoryRecipe recipe, Variant variant) {
    Map<String, INDArray> batches = NpzFile.read(folder.resolve("batches.npz"));
    FlatParameters parameters = model.parameters();
    List<ParameterGroup> groups =
        new DecayGrouping(recipe.learningRate(), recipe.weightDecay(), OptionalDouble.empty())
            .groups(parameters);
    BlockOptimizer optimizer =
        new BlockOptimizer(variant.rule().apply(recipe.adam()), parameters, groups);
    GradientNorm norm = new GradientNorm(parameters, groups);
    GradientClipping clipping = new GradientClipping(recipe.clip());
    List<Double> losses = new ArrayList<>();
    List<Double> norms = new ArrayList<>();
    try (GraphExecutor executor = model.executor(Mode.GRADIENT)) {
      for (int batch = 0; batch < recipe.steps(); batch++) {
        if (batch % variant.accumulation() == 0) {
          parameters.gradients().assign(0);
        }
        losses.add(
            executor.accumulateGradients(
                inputs(batches, batch),
                1.0 / variant.accumulation(),
                new RandomKey(0, "trajectory", batch)));
        if ((batch + 1) % variant.accumulation() == 0) {
          norms.add(norm.compute());
          int first = batch + 1 - variant.accumulation();
          optimizer.step(recipe.factor(first), clipping.scale(norms.get(norms.size() - 1)));
        }
      }
      INDArray logits =
          executor.output(inputs(batches, 0), List.of(TaskHead.LOGITS)).get(TaskHead.LOGITS);
      return new Run(vector(losses), vector(norms), logits);
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
   * such as a key's bias, whose gradient softmax cancels: theirs is relative to {@link #ROUNDING}
   * of the farthest.
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
      double difference = Math.abs(parameters.value(name).distance2(before) - recorded);
      worst = Math.max(worst, difference / Math.max(recorded, ROUNDING * farthest));
    }
    return new Comparison(key, worst, DISTANCE_TOLERANCE);
  }

  private static INDArray vector(List<Double> values) {
    return Nd4j.createFromArray(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
