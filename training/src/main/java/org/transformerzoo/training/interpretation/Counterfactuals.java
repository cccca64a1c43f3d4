package org.transformerzoo.training.interpretation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small changes to a text and what they do to a model's output. */
public final class Counterfactuals {

  private Counterfactuals() {}

  /**
   * By how much the logit falls if each token is left out, 0 for special tokens and for one whose
   * own label is explained: a salience whose questions are exact.
   */
  public static double[] withoutEachToken(ExplainedText text) {
    int count = text.tokens().size();
    List<Integer> places =
        IntStream.range(0, count)
            .filter(place -> !text.isSpecial(place) && place != text.labelledToken())
            .boxed()
            .toList();
    List<boolean[]> kept = new ArrayList<>();
    for (int place : places) {
      boolean[] all = new boolean[count];
      Arrays.fill(all, true);
      all[place] = false;
      kept.add(all);
    }
    double[] outputs = text.outputsOf(kept);
    double[] falls = new double[count];
    for (int i = 0; i < outputs.length; i++) {
      falls[places.get(i)] = text.output() - outputs[i];
    }
    return falls;
  }

  /**
   * HotFlip (Ebrahimi et al., 2018, arXiv 1712.06751): the replacements of a single token that
   * lower the logit most, by the gradient; each is then tried.
   *
   * @param allowed whether a token may be put in, by its id
   * @param most how many are tried, one for each place
   * @return those that were tried, the one that lowers the logit most first
   */
  static List<Replacement> flips(
      ExplainedText text, ExplainedModel model, boolean[] allowed, int most) {
    INDArray table = model.wordTable(); // [vocabulary, width]
    INDArray slopes = text.perToken(text.slope().gradient()); // [tokens, width]
    INDArray gains = Nd4j.gemm(slopes, table, false, true); // [tokens, vocabulary]
    int[] ids = text.inputIds();
    List<int[]> candidates = new ArrayList<>(); // place, id
    List<Double> expected = new ArrayList<>();
    for (int place = 0; place < ids.length; place++) {
      if (text.isSpecial(place)) {
        continue;
      }
      float[] row = gains.getRow(place).toFloatVector();
      int best = lowest(row, allowed, ids[place]);
      candidates.add(new int[] {place, best});
      expected.add((double) row[best] - row[ids[place]]);
    }
    List<int[]> tried =
        IntStream.range(0, candidates.size())
            .boxed()
            .sorted(Comparator.comparingDouble(expected::get))
            .limit(most)
            .map(candidates::get)
            .toList();
    return outcomes(text, model, tried);
  }

  private static int lowest(float[] gains, boolean[] allowed, int present) {
    int best = present;
    for (int id = 0; id < Math.min(gains.length, allowed.length); id++) {
      if (allowed[id] && id != present && (best == present || gains[id] < gains[best])) {
        best = id;
      }
    }
    return best;
  }

  private static List<Replacement> outcomes(
      ExplainedText text, ExplainedModel model, List<int[]> tried) {
    List<int[]> texts = new ArrayList<>();
    for (int[] each : tried) {
      int[] ids = text.inputIds().clone();
      ids[each[0]] = each[1];
      texts.add(ids);
    }
    double[] outputs = text.outputsWith(texts);
    List<Replacement> replacements = new ArrayList<>();
    for (int i = 0; i < outputs.length; i++) {
      int place = tried.get(i)[0];
      replacements.add(
          new Replacement(
              place,
              text.tokens().get(place),
              model.token(tried.get(i)[1]),
              outputs[i],
              outputs[i] - text.output()));
    }
    replacements.sort(Comparator.comparingDouble(Replacement::output));
    return replacements;
  }
}
