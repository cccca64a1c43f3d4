package org.transformerzoo.training.analysis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.transformerzoo.training.evaluation.TaskEvaluation;
import org.transformerzoo.training.evaluation.TaskEvaluations;
import org.transformerzoo.zoo.task.TaskHead;

/**
 * How good a model is on a slice.
 *
 * @param slice its name
 * @param examples how many there are
 * @param labelled of how many the truth is known; all that follows is about these
 * @param metrics those of the task, without the loss; empty if {@code labelled} is 0
 * @param confusion for one of several classes, or tags
 * @param calibration wherever something is chosen; nothing for regression
 */
public record SliceReport(
    String slice,
    long examples,
    long labelled,
    Map<String, Double> metrics,
    Optional<ConfusionMatrix> confusion,
    Optional<Calibration> calibration) {

  /**
   * How good the model with {@code task} is on {@code slice} of {@code observations}, which are all
   * of that model.
   */
  public static SliceReport of(Slice slice, List<Observation> observations, TaskHead task) {
    List<Observation> own = slice.of(observations);
    List<Observation> labelled = own.stream().filter(Observation::isLabelled).toList();
    List<Decision> decisions =
        labelled.stream().flatMap(each -> each.decisions().stream()).toList();
    TaskAnswers answers = TaskAnswers.of(task.name());
    boolean exclusive = answers == TaskAnswers.CLASSIFICATION || answers == TaskAnswers.TOKENS;
    boolean chosen = !decisions.isEmpty();
    return new SliceReport(
        slice.name(),
        own.size(),
        labelled.size(),
        metrics(labelled, task, answers),
        chosen && exclusive
            ? Optional.of(ConfusionMatrix.of(task.labels(), decisions))
            : Optional.empty(),
        chosen ? Optional.of(Calibration.of(decisions)) : Optional.empty());
  }

  private static Map<String, Double> metrics(
      List<Observation> labelled, TaskHead task, TaskAnswers answers) {
    if (labelled.isEmpty()) {
      return Map.of();
    }
    TaskEvaluation evaluation = TaskEvaluations.of(task);
    answers.addTo(evaluation, labelled);
    return evaluation.metrics(0);
  }
}
