package org.transformerzoo.training.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.WordPieceTraining;
import org.transformerzoo.datavec.tokenizer.WordPieceVocabulary;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.Classification;
import org.transformerzoo.zoo.task.MaskedLanguageModel;
import org.transformerzoo.zoo.task.MultiLabel;
import org.transformerzoo.zoo.task.Regression;
import org.transformerzoo.zoo.task.TaskHead;
import org.transformerzoo.zoo.task.TokenClassification;

class TextPredictorTest {

  private static final List<TextPair> TEXTS =
      List.of(
          TextPair.single("a broken cup came to my door"),
          TextPair.single("late"),
          new TextPair("the parcel", "is late again"));

  @TempDir private Path folder;
  private ConfigFile config;

  @BeforeEach
  void learnAVocabulary() {
    WordPieceVocabulary vocabulary =
        WordPieceTraining.ofSize(90)
            .learn(List.of("a broken cup came to my door", "the parcel is late again"));
    vocabulary.writeTo(folder.resolve("vocabulary"), 32);
    config =
        ConfigFile.parse(
            "tiny",
            """
            {"model_type": "bert", "vocab_size": %d, "hidden_size": 8, "num_hidden_layers": 2,
             "num_attention_heads": 2, "intermediate_size": 16, "max_position_embeddings": 32,
             "initializer_range": 0.5}
            """
                .formatted(vocabulary.size()));
  }

  @Test
  void keepsTheOrderWhateverTheLengths() {
    try (TextPredictor predictor = predictor(new Classification(List.of("no", "yes", "maybe")))) {
      List<Prediction> together = predictor.predict(TEXTS);

      for (int i = 0; i < TEXTS.size(); i++) {
        Prediction alone = predictor.predict(List.of(TEXTS.get(i))).get(0);
        assertThat(together.get(i).outcome()).isEqualTo(alone.outcome());
        for (int label = 0; label < 3; label++) {
          assertThat(together.get(i).scores().get(label))
              .isCloseTo(alone.scores().get(label), within(1e-5));
        }
      }
      assertThat(together.get(0).scores()).isNotEqualTo(together.get(1).scores());
    }
  }

  @Test
  void theProbabilitiesOfClassesSumToOneAndTheLikeliestIsTheOutcome() {
    List<String> labels = List.of("no", "yes", "maybe");
    try (TextPredictor predictor = predictor(new Classification(labels))) {
      assertThat(predictor.predict(TEXTS))
          .allSatisfy(
              prediction -> {
                List<Double> scores = prediction.scores();
                double sum = scores.stream().mapToDouble(Double::doubleValue).sum();
                assertThat(sum).isCloseTo(1, within(1e-9));
                double largest = scores.stream().mapToDouble(Double::doubleValue).max().orElse(0);
                assertThat(labels.get(scores.indexOf(largest))).isEqualTo(prediction.outcome());
              });
    }
  }

  @Test
  void namesEveryLabelThatIsMoreLikelyThanNot() {
    try (TextPredictor predictor = predictor(new MultiLabel(List.of("late", "broken")))) {
      assertThat(predictor.predict(TEXTS))
          .allSatisfy(
              prediction -> {
                assertThat(prediction.outcome().contains("late"))
                    .isEqualTo(prediction.scores().get(0) >= 0.5);
                assertThat(prediction.outcome().contains("broken"))
                    .isEqualTo(prediction.scores().get(1) >= 0.5);
              });
    }
  }

  @Test
  void givesTheValueOfEachTarget() {
    try (TextPredictor predictor = predictor(new Regression(List.of("stars", "anger")))) {
      Prediction prediction = predictor.predict(TEXTS).get(0);
      assertThat(prediction.scores()).hasSize(2);
      assertThat(prediction.outcome().split(",")).hasSize(2);
    }
  }

  @Test
  void tagsEachWord() {
    try (TextPredictor predictor = predictor(new TokenClassification(List.of("O", "B-THING")))) {
      List<Prediction> predictions = predictor.predict(TEXTS.subList(0, 2));
      assertThat(predictions.get(0).outcome().split(" ")).hasSize(7);
      assertThat(predictions.get(1).outcome().split(" ")).hasSize(1);
    }
  }

  @Test
  void predictsNothingForNothing() {
    try (TextPredictor predictor = predictor(new Classification(List.of("no", "yes")))) {
      assertThat(predictor.predict(List.of())).isEmpty();
    }
  }

  @Test
  void refusesAModelWithoutLabels() {
    assertThatThrownBy(() -> predictor(new MaskedLanguageModel()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("masked-lm");
  }

  private TextPredictor predictor(TaskHead task) {
    Path saved = folder.resolve("saved");
    try (Tokenizer tokenizer = Tokenizer.load(folder.resolve("vocabulary"))) {
      TransformerModel.create(ModelSpecification.of(config, task, PoolingHeads.named("cls")), 3)
          .save(saved, tokenizer::saveTo);
    }
    return TextPredictor.load(saved, InferenceOptions.defaults());
  }
}
