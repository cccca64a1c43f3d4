package org.transformerzoo.tuning.search;

import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.BaseStatusListener;

/** Tells a line for each finished candidate. */
final class ProgressLines extends BaseStatusListener {

  private final SearchPlan plan;
  private final Consumer<String> out;

  ProgressLines(SearchPlan plan, Consumer<String> out) {
    this.plan = plan;
    this.out = out;
  }

  @Override
  public void onCandidateStatusChange(
      CandidateInfo info, IOptimizationRunner runner, OptimizationResult result) {
    if (result != null && result.getModelSpecificResults() instanceof CandidateResult candidate) {
      out.accept(line(candidate));
    }
  }

  private String line(CandidateResult candidate) {
    String varied =
        candidate.varied().entrySet().stream()
            .map(ProgressLines::setting)
            .collect(Collectors.joining(", "));
    String outcome =
        candidate.isComplete()
            ? String.format(Locale.ROOT, "%.4f", candidate.score())
            : candidate.ending().publicName() + " (" + candidate.reason() + ")";
    return String.format(
        Locale.ROOT,
        "Candidate %d of %d: %s, %s, %.0f s",
        candidate.index() + 1,
        plan.candidates(),
        outcome,
        varied,
        candidate.seconds());
  }

  private static String setting(Map.Entry<String, Object> setting) {
    return setting.getValue() instanceof Double number
        ? String.format(Locale.ROOT, "%s %.4g", setting.getKey(), number)
        : setting.getKey() + " " + setting.getValue();
  }
}
