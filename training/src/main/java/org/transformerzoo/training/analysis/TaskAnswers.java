package org.transformerzoo.training.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.datavec.batching.LabelEncoder;
import org.transformerzoo.datavec.reader.LabelMap;
import org.transformerzoo.training.evaluation.TaskEvaluation;
import org.transformerzoo.training.inference.LabelProbabilities;
import org.transformerzoo.training.inference.Probabilities;
import org.transformerzoo.zoo.InvalidModelException;

/** What the logits of each task mean, and how they are compared with the truth. */
enum TaskAnswers {
  CLASSIFICATION("classification") {
    @Override
    LabelEncoder encoder(List<String> labels) {
      return LabelEncoder.classes(LabelMap.inOrder(labels));
    }

    @Override
    List<Double> scores(float[][] logits) {
      return boxed(Probabilities.softmax(logits[0]));
    }

    @Override
    String outcome(float[][] logits, List<String> labels) {
      return labels.get(Probabilities.largest(logits[0]));
    }

    @Override
    List<Decision> decisions(float[][] logits, float[] truth) {
      return List.of(decision(logits[0], (int) truth[0]));
    }

    @Override
    void addTo(TaskEvaluation evaluation, List<Observation> observations) {
      int[] truths = observations.stream().mapToInt(each -> (int) each.truth()[0]).toArray();
      evaluation.add(firstRows(observations), Nd4j.createFromArray(truths));
    }
  },
  MULTILABEL("multilabel") {
    @Override
    LabelEncoder encoder(List<String> labels) {
      return LabelEncoder.multipleClasses(LabelMap.inOrder(labels));
    }

    @Override
    List<Double> scores(float[][] logits) {
      return boxed(Probabilities.sigmoid(logits[0]));
    }

    @Override
    String outcome(float[][] logits, List<String> labels) {
      return String.join(",", new LabelProbabilities(labels, scores(logits), false).present());
    }

    @Override
    List<Decision> decisions(float[][] logits, float[] truth) {
      double[] probabilities = Probabilities.sigmoid(logits[0]);
      return IntStream.range(0, truth.length)
          .mapToObj(label -> decision(probabilities[label], (int) truth[label]))
          .toList();
    }

    private Decision decision(double probability, int truth) {
      int guess = probability >= LabelProbabilities.PRESENT ? 1 : 0;
      return new Decision(truth, guess, Math.max(probability, 1 - probability));
    }

    @Override
    void addTo(TaskEvaluation evaluation, List<Observation> observations) {
      evaluation.add(firstRows(observations), truths(observations));
    }
  },
  REGRESSION("regression") {
    @Override
    LabelEncoder encoder(List<String> labels) {
      return LabelEncoder.numbers(labels.size());
    }

    @Override
    List<Double> scores(float[][] logits) {
      return IntStream.range(0, logits[0].length).mapToObj(i -> (double) logits[0][i]).toList();
    }

    @Override
    String outcome(float[][] logits, List<String> labels) {
      return scores(logits).stream()
          .map(value -> String.format(Locale.ROOT, "%.6g", value))
          .collect(Collectors.joining(","));
    }

    @Override
    List<Decision> decisions(float[][] logits, float[] truth) {
      return List.of();
    }

    @Override
    void addTo(TaskEvaluation evaluation, List<Observation> observations) {
      evaluation.add(firstRows(observations), truths(observations));
    }
  },
  TOKENS("tokens") {
    @Override
    LabelEncoder encoder(List<String> labels) {
      return LabelEncoder.tags(LabelMap.inOrder(labels));
    }

    @Override
    List<Double> scores(float[][] logits) {
      return Arrays.stream(logits)
          .map(word -> Probabilities.softmax(word)[Probabilities.largest(word)])
          .toList();
    }

    @Override
    String outcome(float[][] logits, List<String> labels) {
      return Arrays.stream(logits)
          .map(word -> labels.get(Probabilities.largest(word)))
          .collect(Collectors.joining(" "));
    }

    @Override
    List<Decision> decisions(float[][] logits, float[] truth) {
      return IntStream.range(0, truth.length)
          .mapToObj(word -> decision(logits[word], (int) truth[word]))
          .toList();
    }

    @Override
    void addTo(TaskEvaluation evaluation, List<Observation> observations) {
      for (Observation each : observations) {
        int words = each.truth().length;
        if (words > 0) {
          INDArray logits = Nd4j.createFromArray(each.logits()).reshape(1, words, -1);
          int[] truth = IntStream.range(0, words).map(word -> (int) each.truth()[word]).toArray();
          evaluation.add(logits, Nd4j.createFromArray(new int[][] {truth}));
        }
      }
    }
  };

  private static final Map<String, TaskAnswers> BY_NAME = byName();

  private final String task;

  TaskAnswers(String task) {
    this.task = task;
  }

  private static Map<String, TaskAnswers> byName() {
    Map<String, TaskAnswers> all = new HashMap<>();
    for (TaskAnswers answers : values()) {
      all.put(answers.task, answers);
    }
    return Collections.unmodifiableMap(all);
  }

  /** Of the task called {@code name}. */
  static TaskAnswers of(String name) {
    TaskAnswers answers = BY_NAME.get(name);
    if (answers == null) {
      throw new InvalidModelException(
          "The task of the model is \"%s\", expected one of %s"
              .formatted(
                  name, String.join(", ", Arrays.stream(values()).map(a -> a.task).toList())));
    }
    return answers;
  }

  /** Makes the truth out of the labels of an example. */
  abstract LabelEncoder encoder(List<String> labels);

  /** For each label its probability, for regression the values, for each word that of its tag. */
  abstract List<Double> scores(float[][] logits);

  /** The answer in words. */
  abstract String outcome(float[][] logits, List<String> labels);

  /** The choices that can be right or wrong. */
  abstract List<Decision> decisions(float[][] logits, float[] truth);

  /** Adds examples whose truth is known to the metrics of the task. */
  abstract void addTo(TaskEvaluation evaluation, List<Observation> observations);

  private static Decision decision(float[] logits, int truth) {
    int guess = Probabilities.largest(logits);
    return new Decision(truth, guess, Probabilities.softmax(logits)[guess]);
  }

  private static INDArray firstRows(List<Observation> observations) {
    return Nd4j.createFromArray(
        observations.stream().map(each -> each.logits()[0]).toArray(float[][]::new));
  }

  private static INDArray truths(List<Observation> observations) {
    return Nd4j.createFromArray(
        observations.stream().map(Observation::truth).toArray(float[][]::new));
  }

  private static List<Double> boxed(double[] values) {
    return new ArrayList<>(Arrays.stream(values).boxed().toList());
  }
}
