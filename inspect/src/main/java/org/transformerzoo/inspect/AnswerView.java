package org.transformerzoo.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.transformerzoo.training.analysis.Decision;
import org.transformerzoo.training.analysis.Observation;

/**
 * What a model says, as the page gets it. Short names, for there may be many.
 *
 * @param o the answer in words
 * @param s for each label its probability, for each target its value, or for each word that of its
 *     tag
 * @param right the share of its choices that are right, or null where nothing can be right
 * @param w where words are labelled, those that the model read
 * @param truth the right tag of each of these words, if it is known
 */
record AnswerView(
    String o,
    List<Double> s,
    Double right,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<String> w,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<String> truth) {

  private static final double DIGITS = 1e6;

  static AnswerView of(Observation observation) {
    List<Double> scores =
        observation.scores().stream().map(score -> Math.round(score * DIGITS) / DIGITS).toList();
    List<String> all = observation.example().words();
    boolean tags = !all.isEmpty() || observation.words().length > 0;
    List<String> truths = observation.example().labels();
    boolean known = tags && observation.isLabelled();
    return new AnswerView(
        observation.outcome(),
        scores,
        right(observation),
        tags ? at(observation.words(), all) : null,
        known ? at(observation.words(), truths) : null);
  }

  private static List<String> at(int[] places, List<String> all) {
    List<String> found = new ArrayList<>();
    for (int place : places) {
      found.add(all.get(place));
    }
    return found;
  }

  private static Double right(Observation observation) {
    List<Decision> decisions = observation.decisions();
    return decisions.isEmpty()
        ? null
        : (double) decisions.stream().filter(Decision::isRight).count() / decisions.size();
  }
}
