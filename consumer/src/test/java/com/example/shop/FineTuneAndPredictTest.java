package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.WordPieceTraining;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.finetuning.FineTuning;
import org.transformerzoo.training.finetuning.FineTuningResult;
import org.transformerzoo.training.inference.LabelProbabilities;
import org.transformerzoo.training.inference.TextClassifier;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;

/** The library as another project meets it. */
class FineTuneAndPredictTest {

  private static final String CONFIG =
      """
      {"model_type": "bert", "architectures": ["BertModel"], "vocab_size": %d,
       "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2,
       "intermediate_size": 16, "max_position_embeddings": 16}
      """;

  @TempDir private Path folder;
  private Path data;
  private Path model;

  @BeforeEach
  void makeModel() throws Exception {
    data = folder.resolve("messages.tsv");
    try (InputStream in = getClass().getResourceAsStream("/messages.tsv")) {
      Files.copy(in, data);
    }
    Path words = folder.resolve("words");
    var vocabulary = WordPieceTraining.ofSize(100).learn(Files.readAllLines(data));
    vocabulary.writeTo(words, 16);
    model = folder.resolve("model");
    ConfigFile config = ConfigFile.parse("config", CONFIG.formatted(vocabulary.size()));
    try (Tokenizer tokenizer = Tokenizer.load(words)) {
      TransformerModel.create(ModelSpecification.of(config), 1).save(model, tokenizer::saveTo);
    }
  }

  @Test
  void trainsSavesAndPredicts() {
    FineTuningResult result =
        FineTuning.run(
            FineTuningConfiguration.builder()
                .set(ModelSettings.MODEL, model)
                .set(DataSettings.TRAIN, data)
                .set(DataSettings.DEV, data)
                .set(DataSettings.BATCH_SIZE, 8)
                .set(TrainingSettings.EPOCHS, 1)
                .set(TrainingSettings.OUTPUT, folder.resolve("tuned"))
                .build());

    assertEquals(1, result.last().step());
    try (TextClassifier classifier = TextClassifier.load(result.output())) {
      assertEquals(List.of("delivery", "refund"), classifier.labels());
      LabelProbabilities prediction = classifier.classify("where is my money");
      assertTrue(classifier.labels().contains(prediction.label()));
      assertEquals(1, prediction.probabilities().stream().mapToDouble(p -> p).sum(), 1e-5);
    }
  }

  @Test
  void bringsNoLoggingBackend() {
    assertThrows(
        ClassNotFoundException.class, () -> Class.forName("ch.qos.logback.classic.Logger"));
  }

  @Test
  void namesTheModuleOfEachJar() {
    assertEquals("org.transformerzoo.zoo", moduleOf(TransformerModel.class));
    assertEquals("org.transformerzoo.datavec", moduleOf(Tokenizer.class));
    assertEquals("org.transformerzoo.training", moduleOf(FineTuning.class));
  }

  private static String moduleOf(Class<?> type) {
    Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    return java.lang.module.ModuleFinder.of(jar).findAll().iterator().next().descriptor().name();
  }
}
