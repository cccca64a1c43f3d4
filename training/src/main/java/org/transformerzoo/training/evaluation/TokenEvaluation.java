package org.transformerzoo.training.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.datavec.batching.BatchLayout;
import org.transformerzoo.training.evaluation.Entities.Entity;

/**
 * A tag for each word: accuracy and mean F1 over the tags that occur. If the tags are BIO, {@code
 * f1} is that of whole entities: right are those whose type and extent are right.
 */
final class TokenEvaluation implements TaskEvaluation {

  static final List<Metric> METRICS =
      List.of(Metric.higher("f1"), Metric.higher("macro-f1"), Metric.higher("accuracy"));

  private final List<String> names;
  private final Evaluation evaluation;
  private final boolean bio;
  private long found;
  private long present;
  private long right;

  TokenEvaluation(List<String> labels) {
    names = List.copyOf(labels);
    evaluation = new Evaluation(names);
    bio = Entities.areBio(names);
  }

  @Override
  public void add(INDArray logits, INDArray labels) {
    int[][] truth = labels.castTo(DataType.INT32).toIntMatrix(); // [batch, length]
    int[][] guess = logits.argMax(2).castTo(DataType.INT32).toIntMatrix(); // [batch, length]
    for (int row = 0; row < truth.length; row++) {
      addSequence(truth[row], guess[row]);
    }
  }

  private void addSequence(int[] truth, int[] guess) {
    List<String> truthNames = new ArrayList<>();
    List<String> guessNames = new ArrayList<>();
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] != BatchLayout.IGNORED) {
        evaluation.eval(guess[i], truth[i]);
        truthNames.add(names.get(truth[i]));
        guessNames.add(names.get(guess[i]));
      }
    }
    if (bio) {
      addEntities(Entities.in(truthNames), Entities.in(guessNames));
    }
  }

  private void addEntities(Set<Entity> truth, Set<Entity> guess) {
    present += truth.size();
    found += guess.size();
    right += guess.stream().filter(truth::contains).count();
  }

  @Override
  public Map<String, Double> metrics(double loss) {
    double macro = Confusion.of(evaluation, names.size()).macroF1();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("f1", bio ? Fractions.of(2 * right, present + found) : macro);
    metrics.put("macro-f1", macro);
    metrics.put("accuracy", evaluation.accuracy());
    return metrics;
  }
}
