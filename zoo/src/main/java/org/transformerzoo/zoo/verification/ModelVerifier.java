package org.transformerzoo.zoo.verification;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;

/**
 * Compares what a model computes with recorded reference values.
 *
 * <p>A file of expectations holds the inputs ({@code input_ids}, {@code attention_mask}, {@code
 * token_type_ids}, {@code labels}, and what a family takes on request: {@link
 * org.transformerzoo.zoo.architecture.ModelInput}), outputs ({@code pooler_output}, {@code logits},
 * {@code loss} and the body's {@link
 * org.transformerzoo.zoo.architecture.Transformer#observations()}: {@code hidden_states}, {@code
 * attentions}, {@code cross_attentions} and so on) and gradients ({@code grad/PARAMETER}).
 *
 * @param outputTolerance largest absolute error of an output
 * @param gradientTolerance largest error of a gradient, relative to the largest entry of the tensor
 * @param executorKind which executor to verify
 */
public record ModelVerifier(
    double outputTolerance, double gradientTolerance, ExecutorKind executorKind) {

  /** A verifier of the default executor. */
  public ModelVerifier(double outputTolerance, double gradientTolerance) {
    this(outputTolerance, gradientTolerance, ExecutorKind.PLAN);
  }

  private static final String GRADIENT = "grad/";
  private static final double ROUNDING = 1e-6;
  private static final RandomKey NO_MASKS = new RandomKey(0, "verification", 0);

  /**
   * The comparison of one array.
   *
   * @param key its name in the file
   * @param error the largest error, absolute for outputs and relative for gradients
   * @param tolerance the largest error allowed
   */
  public record Comparison(String key, double error, double tolerance) {
    /** Whether the error is within the tolerance; never true of NaN. */
    public boolean passed() {
      return error <= tolerance;
    }
  }

  /**
   * The outcome.
   *
   * @param comparisons one for each array that was compared
   * @param notCompared outputs in the file that this model does not produce, and gradients that
   *     were not asked for
   * @param ofAbsentHead outputs in the file of a head that the weights do not hold
   */
  public record Report(
      List<Comparison> comparisons, List<String> notCompared, List<String> ofAbsentHead) {

    private static final Set<String> HEAD_OUTPUTS =
        Set.of("logits", "prediction_logits", "seq_relationship_logits", "loss");

    /** An outcome with every head there. */
    public Report(List<Comparison> comparisons, List<String> notCompared) {
      this(comparisons, notCompared, List.of());
    }

    /** The same outcome of weights without a head: the outputs of one cannot be asked of them. */
    public Report withoutHead() {
      Map<Boolean, List<String>> parts =
          notCompared.stream().collect(Collectors.partitioningBy(HEAD_OUTPUTS::contains));
      return new Report(comparisons, parts.get(false), parts.get(true));
    }

    /** Whether every comparison passed and there was at least one. */
    public boolean passed() {
      return !comparisons.isEmpty()
          && comparisons.stream().allMatch(Comparison::passed)
          && notCompared.stream().allMatch(key -> key.startsWith(GRADIENT));
    }
  }

  /** Verifies {@code model} against the arrays of {@code file}. */
  public Report verify(TransformerModel model, Path file, boolean gradients) {
    return verify(model, NpzFile.read(file), gradients);
  }

  /** Verifies {@code model} against {@code expected}, arrays by name. */
  public Report verify(TransformerModel model, Map<String, INDArray> expected, boolean gradients) {
    TransformerModel fitted =
        new TransformerModel(
            ReferenceInputs.fit(model.specification(), expected.keySet()),
            model.parameters(),
            model.loading());
    ModelGraph graph = fitted.graph(Mode.GRADIENT);
    Map<String, INDArray> inputs = ReferenceInputs.read(graph.executable().graph(), expected);
    List<Comparison> comparisons = new ArrayList<>();
    Set<String> open = new LinkedHashSet<>(expected.keySet());
    open.removeAll(ReferenceInputs.names());
    try (GraphExecutor executor = fitted.executor(Mode.GRADIENT, executorKind)) {
      ReferenceOutputs.of(graph, inputs.keySet())
          .forEach(
              (key, parts) -> {
                if (open.remove(key)) {
                  INDArray actual = run(executor, inputs, parts);
                  comparisons.add(compareOutput(key, actual, expected.get(key)));
                }
              });
      if (gradients && ReferenceOutputs.hasLoss(graph, inputs.keySet())) {
        executor.accumulateGradients(inputs, 1, NO_MASKS);
        compareGradients(model.parameters(), expected, open, comparisons);
      }
    }
    if (open.removeAll(ReferenceTexts.names())) {
      ReferenceTexts.write(model, expected, executorKind)
          .forEach((key, texts) -> comparisons.add(compareTexts(key, texts, expected.get(key))));
    }
    return new Report(comparisons, List.copyOf(open));
  }

  /** Texts are equal or not. */
  private static Comparison compareTexts(String key, INDArray actual, INDArray expected) {
    boolean sameShape = Arrays.equals(actual.shape(), expected.shape());
    double error = sameShape ? largestDifference(key, actual, expected) : Double.POSITIVE_INFINITY;
    return new Comparison(key, error, 0);
  }

  private void compareGradients(
      FlatParameters parameters,
      Map<String, INDArray> expected,
      Set<String> open,
      List<Comparison> comparisons) {
    double largestOfAll =
        expected.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(GRADIENT))
            .mapToDouble(entry -> largestEntry(entry.getValue()))
            .max()
            .orElse(0);
    for (Parameter parameter : parameters.parameters()) {
      String key = GRADIENT + parameter.name();
      if (open.remove(key)) {
        INDArray actual = parameters.gradient(parameter.name());
        comparisons.add(compareGradient(key, actual, expected.get(key), largestOfAll));
      }
    }
  }

  private static INDArray run(
      GraphExecutor executor, Map<String, INDArray> inputs, List<String> names) {
    Map<String, INDArray> values = executor.output(inputs, names);
    INDArray[] parts = names.stream().map(values::get).toArray(INDArray[]::new);
    return parts.length == 1 ? parts[0] : Nd4j.stack(0, parts);
  }

  private Comparison compareOutput(String key, INDArray actual, INDArray expected) {
    return new Comparison(key, largestDifference(key, actual, expected), outputTolerance);
  }

  /**
   * Some gradients are zero in exact arithmetic, such as that of a key's bias, which softmax
   * cancels; their recorded values are nothing but rounding. They must be as small here, measured
   * against {@code largestOfAll}, the largest gradient entry in the file.
   */
  private Comparison compareGradient(
      String key, INDArray actual, INDArray expected, double largestOfAll) {
    double difference = largestDifference(key, actual, expected);
    double largest = largestEntry(expected);
    if (largest <= ROUNDING * largestOfAll) {
      return new Comparison(key, difference / largestOfAll, ROUNDING);
    }
    return new Comparison(key, difference / largest, gradientTolerance);
  }

  static double largestEntry(INDArray array) {
    return array.amaxNumber().doubleValue();
  }

  static double largestDifference(String key, INDArray actual, INDArray expected) {
    if (actual.length() != expected.length()) {
      throw new InvalidModelException(
          "The model's %s has shape %s, the expectation %s"
              .formatted(key, Arrays.toString(actual.shape()), Arrays.toString(expected.shape())));
    }
    double[] computed = actual.dup('c').castTo(DataType.DOUBLE).data().asDouble();
    double[] reference = expected.dup('c').castTo(DataType.DOUBLE).data().asDouble();
    double largest = 0;
    for (int i = 0; i < computed.length; i++) {
      double difference = Math.abs(computed[i] - reference[i]);
      if (Double.isNaN(difference)) {
        return Double.NaN;
      }
      largest = Math.max(largest, difference);
    }
    return largest;
  }
}
