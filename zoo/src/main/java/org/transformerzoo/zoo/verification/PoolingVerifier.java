package org.transformerzoo.zoo.verification;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.pooling.PoolingHead;
import org.transformerzoo.zoo.verification.ModelVerifier.Comparison;
import org.transformerzoo.zoo.verification.ModelVerifier.Report;

/**
 * Compares what poolings compute with recorded reference values.
 *
 * <p>A file of expectations holds {@code hidden_states} [layers + 1, batch, length, hidden], {@code
 * attention_mask} [batch, length] and, for each entry that {@link PoolingEntries} knows, its output
 * {@code ENTRY} [batch, width], its parameters {@code ENTRY/param/NAME} and the gradients {@code
 * ENTRY/grad/hidden_states} and {@code ENTRY/grad/NAME} of Σ 0.01·(i + 1)·outputᵢ.
 *
 * @param outputTolerance largest absolute error of an output; of WK's, relative to its largest
 *     entry if that is above 1, because its weights are shares of sums that may be close to 0
 * @param gradientTolerance largest error of a gradient, relative to the largest entry of the tensor
 */
public record PoolingVerifier(double outputTolerance, double gradientTolerance) {

  private static final String HIDDEN_STATES = "hidden_states";
  private static final String ATTENTION_MASK = "attention_mask";

  /** Verifies the poolings against the arrays of {@code file}. */
  public Report verify(Path file) {
    return verify(NpzFile.read(file));
  }

  /** Verifies the poolings against {@code expected}, arrays by name. */
  public Report verify(Map<String, INDArray> expected) {
    INDArray states = required(expected, HIDDEN_STATES, 4);
    INDArray mask = required(expected, ATTENTION_MASK, 2);
    List<Comparison> comparisons = new ArrayList<>();
    List<String> notCompared = new ArrayList<>();
    for (String entry : entries(expected)) {
      Optional<PoolingHead> head = PoolingEntries.pooling(entry, expected);
      if (head.isEmpty()) {
        notCompared.add(entry);
        continue;
      }
      try (PoolingRun run = PoolingRun.of(head.get(), states, mask)) {
        PoolingEntries.parameters(entry, expected).forEach(run::setParameter);
        comparisons.add(compareOutput(entry, run.output(), expected.get(entry)));
        compareGradients(entry, run, expected, comparisons);
      }
    }
    return new Report(comparisons, notCompared);
  }

  private static List<String> entries(Map<String, INDArray> expected) {
    return expected.keySet().stream()
        .filter(key -> !key.contains("/"))
        .filter(key -> !key.equals(HIDDEN_STATES) && !key.equals(ATTENTION_MASK))
        .toList();
  }

  private Comparison compareOutput(String entry, INDArray actual, INDArray expected) {
    double difference = ModelVerifier.largestDifference(entry, actual, expected);
    double scale = entry.startsWith("wk") ? Math.max(1, ModelVerifier.largestEntry(expected)) : 1;
    return new Comparison(entry, difference / scale, outputTolerance);
  }

  private void compareGradients(
      String entry, PoolingRun run, Map<String, INDArray> expected, List<Comparison> comparisons) {
    String prefix = entry + "/grad/";
    for (Map.Entry<String, INDArray> each : expected.entrySet()) {
      if (each.getKey().startsWith(prefix)) {
        String name = each.getKey().substring(prefix.length());
        INDArray actual =
            name.equals(HIDDEN_STATES) ? run.stateGradients() : run.parameterGradient(name);
        comparisons.add(compareGradient(each.getKey(), actual, each.getValue()));
      }
    }
  }

  private Comparison compareGradient(String key, INDArray actual, INDArray expected) {
    double difference = ModelVerifier.largestDifference(key, actual, expected);
    double largest = ModelVerifier.largestEntry(expected);
    return new Comparison(key, largest == 0 ? difference : difference / largest, gradientTolerance);
  }

  private static INDArray required(Map<String, INDArray> expected, String key, int rank) {
    INDArray array = expected.get(key);
    if (array == null || array.rank() != rank) {
      throw new InvalidModelException(
          "The expectations have no array \"%s\" of %d dimensions".formatted(key, rank));
    }
    return array;
  }
}
