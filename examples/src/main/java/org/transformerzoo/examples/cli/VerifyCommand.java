package org.transformerzoo.examples.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.TaskHead;
import org.transformerzoo.zoo.verification.ModelVerifier;
import org.transformerzoo.zoo.verification.ModelVerifier.Comparison;
import org.transformerzoo.zoo.verification.ModelVerifier.Report;
import org.transformerzoo.zoo.verification.NpzFile;
import org.transformerzoo.zoo.weights.LoadPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tzoo verify}: what a model computes against recorded reference values. */
@Command(
    name = "verify",
    description = {
      "Compares a model's outputs and gradients with reference values in a .npz file.",
      "Exits with 1 if an error exceeds its tolerance or an output was not compared, other than"
          + " those of a head that the folder does not hold."
    })
final class VerifyCommand extends Verb {

  @Option(names = "--model", paramLabel = "DIR|NAME", description = "The model folder.")
  private String model;

  @Option(
      names = "--expected",
      required = true,
      paramLabel = "FILE",
      description = "The reference values: a .npz; with --suite, the suite's file or folder.")
  private Path expected;

  @Option(names = "--task", description = "The task head, where config.json does not say it.")
  private String task;

  @Option(
      names = "--atol",
      description = "Largest absolute error of an output (default: ${DEFAULT-VALUE}).",
      defaultValue = "2e-5")
  private double outputTolerance;

  @Option(
      names = "--rtol",
      description =
          "Largest error of a gradient relative to its tensor's largest entry"
              + " (default: ${DEFAULT-VALUE}).",
      defaultValue = "1e-4")
  private double gradientTolerance;

  @Option(names = "--gradients", description = "Compare gradients too.")
  private boolean gradients;

  @Option(names = "--suite", description = "Another kind of reference: ${COMPLETION-CANDIDATES}.")
  private VerificationSuite suite;

  @Option(names = "--entry", paramLabel = "NAME", description = "The entry of a tokens suite.")
  private String entry;

  @Option(
      names = "--weights",
      paramLabel = "FORMAT",
      description = "safetensors, onnx or tensorflow; by default whichever the folder has.")
  private String weights;

  @Option(
      names = "--executor",
      description = "What runs the graph: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "plan")
  private ExecutorKind executor;

  VerifyCommand(Results results) {
    super(results);
  }

  @Override
  public Integer call() {
    if (suite != null) {
      return report(suite.verify(model, expected, entry));
    }
    Path folder = Models.folder(model);
    Map<String, INDArray> reference = NpzFile.read(expected);
    ModelVerifier verifier = new ModelVerifier(outputTolerance, gradientTolerance, executor);
    ModelSpecification described = Models.specification(folder, task);
    Optional<TaskHead> head = task == null ? guessedHead(described, reference) : Optional.empty();
    Optional<TransformerModel> withHead = head.flatMap(each -> withHead(folder, described, each));
    TransformerModel loaded = withHead.orElseGet(() -> Models.load(folder, described, weights));
    Report report = verifier.verify(loaded, reference, gradients);
    return report(head.isPresent() && withHead.isEmpty() ? report.withoutHead() : report);
  }

  /** The head that the values are of, where the configuration does not say it. */
  private static Optional<TaskHead> guessedHead(
      ModelSpecification described, Map<String, INDArray> reference) {
    return described.file().architectures().isEmpty()
        ? ReferenceTask.of(reference, described.config().vocabularySize())
        : Optional.empty();
  }

  /** The model with {@code head}, if there are weights for it. */
  private Optional<TransformerModel> withHead(
      Path folder, ModelSpecification described, TaskHead head) {
    ModelSpecification specification =
        ModelSpecification.of(described.file(), head, PoolingHeads.named("pooler"));
    TransformerModel loaded = Models.load(folder, specification, weights, LoadPolicy.fineTuning());
    List<String> missing = loaded.loading().toInitialize();
    if (missing.isEmpty()) {
      return Optional.of(loaded);
    }
    say(
        "%s has no %s, so the body alone is compared and not the task %s"
            .formatted(folder, missing.get(0), head.name()));
    return Optional.empty();
  }

  private int report(Report report) {
    for (Comparison comparison : report.comparisons()) {
      say(
          "%-6s %-60s largest error %.3e, tolerance %.1e"
              .formatted(
                  comparison.passed() ? "ok" : "WRONG",
                  comparison.key(),
                  comparison.error(),
                  comparison.tolerance()));
    }
    report.notCompared().forEach(key -> say("-      " + key + " was not compared"));
    report.ofAbsentHead().forEach(key -> say("-      " + key + " is of a head that is not there"));
    print(summary(report));
    return report.passed() ? 0 : Failures.FAILED;
  }

  private static Map<String, Object> summary(Report report) {
    Map<String, Object> errors = new LinkedHashMap<>();
    report.comparisons().forEach(comparison -> errors.put(comparison.key(), comparison.error()));
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("passed", report.passed());
    summary.put("compared", report.comparisons().size());
    summary.put(
        "failed",
        report.comparisons().stream()
            .filter(comparison -> !comparison.passed())
            .map(Comparison::key)
            .toList());
    summary.put("not_compared", report.notCompared());
    summary.put("of_absent_head", report.ofAbsentHead());
    summary.put("errors", errors);
    return summary;
  }
}
