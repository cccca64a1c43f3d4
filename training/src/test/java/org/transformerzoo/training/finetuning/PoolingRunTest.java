package org.transformerzoo.training.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.reader.Column;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.datavec.statistics.DocumentFrequencies;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.EvaluationSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.RegularizationSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.inference.InferenceOptions;
import org.transformerzoo.training.inference.SentenceEmbedder;
import org.transformerzoo.training.inference.TextPredictor;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.model.TransformerModel;

/** Poolings that take more than tokens: from files through training to inference. */
class PoolingRunTest {

  private static final String WORD_WEIGHTS = "pooling.0.word-weights.word_weights";
  private static final String ASYMMETRIC = "mean + asymmetric(query=dense(8), document=dense(8))";

  @TempDir private Path folder;
  private TinyRun run;

  @BeforeEach
  void prepare() {
    run = new TinyRun(folder);
  }

  @Test
  void documentFrequenciesOfTheTrainingTextsAreSavedWithTheModel() throws IOException {
    FineTuningConfiguration configuration =
        run.configuration("out")
            .set(ModelSettings.POOLING, "word-weights")
            .set(ModelSettings.WORD_WEIGHTS, "tf-idf")
            .set(TrainingSettings.EPOCHS, 1)
            .build();
    Path output = FineTuning.run(configuration, List.of()).output();

    float[] expected;
    try (Tokenizer tokenizer = Tokenizer.load(output)) {
      List<String> texts =
          Files.readAllLines(run.train()).stream()
              .skip(1)
              .map(line -> line.split("\t")[1])
              .toList();
      expected = DocumentFrequencies.count(tokenizer, texts.iterator()).inverse();
    }
    float[] saved =
        TransformerModel.load(output).parameters().value(WORD_WEIGHTS).dup().data().asFloat();
    assertThat(saved).hasSize(32).startsWith(expected); // the rows beyond the tokenizer weigh 1
    assertThat(saved[31]).isEqualTo(1);
    try (SentenceEmbedder embedder = SentenceEmbedder.load(output)) {
      assertThat(embedder.pooling()).isEqualTo("word-weights");
      float[][] vectors = embedder.embed(List.of("the good parcel", "the bad parcel"));
      assertThat(vectors[0]).isNotEqualTo(vectors[1]);
    }
  }

  @Test
  void givenWeightsComeFromAFile() throws IOException {
    Path weights = Files.writeString(folder.resolve("weights.tsv"), "good\t4\n[CLS]\t0\n");
    FineTuningConfiguration.Builder configuration =
        run.configuration("out")
            .set(ModelSettings.POOLING, "word-weights")
            .set(ModelSettings.WORD_WEIGHTS, weights.toString())
            .set(TrainingSettings.EPOCHS, 1);
    Path output = FineTuning.run(configuration.build(), List.of()).output();

    float[] saved =
        TransformerModel.load(output).parameters().value(WORD_WEIGHTS).dup().data().asFloat();
    assertThat(saved).startsWith(1, 1, 0, 1, 1, 4, 1);
    Files.writeString(weights, "excellent\t4\n");
    configuration.set(TrainingSettings.OUTPUT, folder.resolve("other"));
    assertThatThrownBy(() -> FineTuning.run(configuration.build(), List.of()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("weights.tsv line 1 names 'excellent'");
  }

  /** What the label is depends on the role, so without it nothing can be learnt. */
  @Test
  void theRoleOfATextGoesFromItsColumnToItsStack() throws IOException {
    Path train = writeWithRoles("train-roles.tsv", 160, 5);
    Path dev = writeWithRoles("dev-roles.tsv", 40, 6);
    FineTuningConfiguration configuration =
        run.configuration("out")
            .set(DataSettings.TRAIN, train)
            .set(DataSettings.DEV, dev)
            .set(DataSettings.ROLE_COLUMN, Column.named("role"))
            .set(ModelSettings.POOLING, ASYMMETRIC)
            .set(TrainingSettings.EPOCHS, 12)
            .set(TrainingSettings.ACCUMULATION, 1)
            .set(EvaluationSettings.EVALUATIONS_PER_EPOCH, 1)
            .set(UpdateSettings.LEARNING_RATE, 1e-2)
            .set(RegularizationSettings.DROPOUT, 0.0)
            .build();

    FineTuningResult result = FineTuning.run(configuration, List.of());

    assertThat(result.best().metrics().get("accuracy")).isGreaterThan(0.9);
    Path output = result.output();
    FineTuningConfiguration asTrained = RunCard.configuration(output).orElseThrow();
    assertThat(ModelEvaluation.evaluate(output, dev, asTrained)).isEqualTo(result.best().metrics());
    List<TextPair> texts = Collections.nCopies(2, TextPair.single("the good parcel"));
    try (TextPredictor predictor = TextPredictor.load(output, InferenceOptions.of(output))) {
      assertThat(predictor.predict(texts, List.of(TextRole.QUERY, TextRole.DOCUMENT)))
          .extracting("outcome")
          .containsExactly("yes", "no");
      assertThatThrownBy(() -> predictor.predict(texts))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining("expected the role of each text");
    }
    try (SentenceEmbedder embedder = SentenceEmbedder.load(output)) {
      List<String> text = List.of("the good parcel");
      assertThat(embedder.embed(text, TextRole.QUERY)[0])
          .isNotEqualTo(embedder.embed(text, TextRole.DOCUMENT)[0]);
      assertThatThrownBy(() -> embedder.embed(text))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining("expected the role of each text, query or document");
    }
  }

  @Test
  void aRoleThatIsNoneIsNamedWithItsLine() throws IOException {
    Path train =
        Files.writeString(
            folder.resolve("odd.tsv"), "role\tlabel\ttext\nquery\tyes\tgood\nanswer\tno\tbad\n");
    FineTuningConfiguration configuration =
        run.configuration("out")
            .set(DataSettings.TRAIN, train)
            .set(DataSettings.MALFORMED_LINES, "fail")
            .set(DataSettings.ROLE_COLUMN, Column.named("role"))
            .set(ModelSettings.POOLING, ASYMMETRIC)
            .build();
    assertThatThrownBy(() -> FineTuning.run(configuration, List.of()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("odd.tsv line 3 has the role 'answer', expected query or document");
  }

  private Path writeWithRoles(String name, int count, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>(List.of("role\tlabel\ttext"));
    for (int i = 0; i < count; i++) {
      boolean good = random.nextBoolean();
      boolean query = random.nextBoolean();
      String label = good == query ? "yes" : "no";
      String role = query ? "query" : "1";
      lines.add(role + "\t" + label + "\tthe " + (good ? "good" : "bad") + " parcel");
    }
    return Files.write(folder.resolve(name), lines);
  }
}
