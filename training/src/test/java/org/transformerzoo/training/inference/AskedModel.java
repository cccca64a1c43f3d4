package org.transformerzoo.training.inference;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.zoo.task.Classification;
import org.transformerzoo.zoo.task.MaskedLanguageModel;
import org.transformerzoo.zoo.task.MultiLabel;
import org.transformerzoo.zoo.task.PermutationLanguageModel;
import org.transformerzoo.zoo.task.Regression;
import org.transformerzoo.zoo.task.SequenceToSequence;
import org.transformerzoo.zoo.task.TaskHead;
import org.transformerzoo.zoo.task.TokenClassification;

/** The ways to ask a model about texts, each with its answers as numbers. */
enum AskedModel {
  CLASSIFIER(
      architecture -> new Classification(List.of("no", "yes", "maybe")),
      (folder, options) -> {
        TextClassifier classifier = TextClassifier.load(folder, options);
        return new Open(
            texts -> classifier.classify(texts).stream().map(AskedModel::numbers).toList(),
            classifier);
      }),
  MULTILABEL_CLASSIFIER(
      architecture -> new MultiLabel(List.of("late", "broken")),
      (folder, options) -> {
        TextClassifier classifier = TextClassifier.load(folder, options);
        return new Open(
            texts -> classifier.classify(texts).stream().map(AskedModel::numbers).toList(),
            classifier);
      }),
  REGRESSOR(
      architecture -> new Regression(List.of("stars", "anger")),
      (folder, options) -> {
        TextRegressor regressor = TextRegressor.load(folder, options);
        return new Open(
            texts ->
                Arrays.stream(regressor.values(texts))
                    .map(values -> new double[] {values[0], values[1]})
                    .toList(),
            regressor);
      }),
  TAGGER(
      architecture -> new TokenClassification(List.of("O", "B-THING", "I-THING")),
      (folder, options) -> {
        TokenClassifier tagger = TokenClassifier.load(folder, options);
        return new Open(
            texts ->
                tagger.tag(texts).stream()
                    .map(words -> words.stream().mapToDouble(TaggedWord::probability).toArray())
                    .toList(),
            tagger);
      }),
  FILLER(
      AskedModel::languageModel,
      (folder, options) -> {
        FillMask filler = FillMask.load(folder, options);
        return new Open(
            texts ->
                filler.fill(texts, 3).stream()
                    .map(
                        masks ->
                            masks.stream()
                                .flatMap(List::stream)
                                .mapToDouble(MaskCandidate::probability)
                                .toArray())
                    .toList(),
            filler);
      });

  /** A loaded model. */
  record Open(Function<List<String>, List<double[]>> ask, AutoCloseable model)
      implements AutoCloseable {

    List<double[]> numbers(List<String> texts) {
      return ask.apply(texts);
    }

    @Override
    public void close() {
      try {
        model.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
  private final Function<TinyArchitecture, TaskHead> head;

  @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
  private final BiFunction<Path, InferenceOptions, Open> loader;

  AskedModel(
      Function<TinyArchitecture, TaskHead> head, BiFunction<Path, InferenceOptions, Open> loader) {
    this.head = head;
    this.loader = loader;
  }

  /** The head of a model that can be asked so. */
  TaskHead head(TinyArchitecture architecture) {
    return head.apply(architecture);
  }

  Open load(Path folder, InferenceOptions options) {
    return loader.apply(folder, options);
  }

  /** Whether the architecture has such a model: BART labels no words. */
  boolean exists(TinyArchitecture architecture) {
    return this != TAGGER || architecture != TinyArchitecture.BART;
  }

  private static TaskHead languageModel(TinyArchitecture architecture) {
    return switch (architecture) {
      case BERT, ROBERTA -> new MaskedLanguageModel();
      case XLNET -> new PermutationLanguageModel();
      case BART -> new SequenceToSequence();
    };
  }

  private static double[] numbers(LabelProbabilities found) {
    return found.probabilities().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
