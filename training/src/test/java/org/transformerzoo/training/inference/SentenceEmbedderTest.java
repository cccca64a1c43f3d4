package org.transformerzoo.training.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;
import org.transformerzoo.datavec.tokenizer.WordPieceTraining;
import org.transformerzoo.datavec.tokenizer.WordPieceVocabulary;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.Classification;
import org.transformerzoo.zoo.weights.LoadPolicy;

class SentenceEmbedderTest {

  private static final List<String> TEXTS =
      IntStream.range(0, 70)
          .mapToObj(i -> "a broken cup came late ".repeat(i * 7 % 5) + "again " + i)
          .toList();

  @TempDir private Path folder;
  private Path model;
  private ConfigFile config;

  @BeforeEach
  void writeAModel() {
    WordPieceVocabulary vocabulary =
        WordPieceTraining.ofSize(90).learn(List.of("a broken cup came late", "again 0123456789"));
    vocabulary.writeTo(folder.resolve("vocabulary"), 64);
    config =
        ConfigFile.parse(
            "tiny",
            """
            {"model_type": "bert", "vocab_size": %d, "hidden_size": 8, "num_hidden_layers": 2,
             "num_attention_heads": 2, "intermediate_size": 16, "max_position_embeddings": 64,
             "initializer_range": 0.5}
            """
                .formatted(vocabulary.size()));
    model = save(ModelSpecification.bodyOf(config), "model");
  }

  @Test
  void keepsTheOrderWhateverTheLengths() {
    try (SentenceEmbedder embedder = SentenceEmbedder.builder(model).batchSize(9).build()) {
      float[][] together = embedder.embed(TEXTS);

      assertThat(together).hasDimensions(70, 8);
      for (int i = 0; i < TEXTS.size(); i += 3) {
        assertClose(embedder.embed(List.of(TEXTS.get(i)))[0], together[i]);
      }
      assertThat(embedder.embed(List.of())).isEmpty();
    }
  }

  @Test
  void isByDefaultTheMeanOfTheLastStates() {
    TransformerModel body =
        TransformerModel.load(model, ModelSpecification.bodyOf(config), LoadPolicy.strict());
    String text = TEXTS.get(3);
    try (SentenceEmbedder embedder = SentenceEmbedder.load(model);
        Tokenizer tokenizer = Tokenizer.load(model);
        GraphExecutor executor = body.executor(Mode.INFERENCE)) {
      Encoding encoding = tokenizer.encode(text, Truncation.LONGEST_FIRST, 64);
      String last = Transformer.HIDDEN_STATES + 2;
      INDArray states =
          executor
              .output(
                  Map.of(
                      "input_ids", Nd4j.createFromArray(new int[][] {encoding.inputIds()}),
                      "attention_mask", Nd4j.ones(DataType.INT32, 1, encoding.length()),
                      "token_type_ids",
                          Nd4j.createFromArray(new int[][] {encoding.tokenTypeIds()})),
                  List.of(last))
              .get(last); // [1, length, hidden]

      assertThat(embedder.pooling()).isEqualTo("mean");
      assertClose(embedder.embed(List.of(text))[0], states.mean(1).toFloatVector());
    }
  }

  @Test
  void scalesToUnitLengthOnRequest() {
    try (SentenceEmbedder plain = SentenceEmbedder.load(model);
        SentenceEmbedder unit = SentenceEmbedder.builder(model).normalized(true).build()) {
      float[] vector = plain.embed(TEXTS)[5];
      double length = Nd4j.createFromArray(vector).norm2Number().doubleValue();
      float[] scaled = unit.embed(TEXTS)[5];

      for (int i = 0; i < vector.length; i++) {
        assertThat((double) scaled[i]).isCloseTo(vector[i] / length, within(1e-5));
      }
    }
  }

  @Test
  void embedsPairsWithTheirSegments() {
    try (SentenceEmbedder embedder = SentenceEmbedder.load(model)) {
      float[][] vectors =
          embedder.embedPairs(
              List.of(new TextPair("a cup", "came late"), TextPair.single("a cup came late")));
      assertThat(vectors[0]).isNotEqualTo(vectors[1]);
    }
  }

  @Test
  void threadsMayShareIt() throws InterruptedException, ExecutionException {
    try (SentenceEmbedder embedder = SentenceEmbedder.load(model)) {
      float[][] expected = embedder.embed(TEXTS);
      ExecutorService pool = Executors.newFixedThreadPool(4);
      try {
        List<Future<float[][]>> results = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          results.add(pool.submit(() -> embedder.embed(TEXTS)));
        }
        for (Future<float[][]> result : results) {
          assertThat(result.get()).isDeepEqualTo(expected);
        }
      } finally {
        pool.shutdown();
      }
    }
  }

  @Test
  void readsTheBodyOfAModelWithAHeadAndKeepsItsPooling() {
    ModelSpecification tuned =
        ModelSpecification.of(
            config,
            new Classification(List.of("no", "yes")),
            PoolingHeads.named("mean + dense(5)"));
    Path folderOfTuned = save(tuned, "tuned");
    try (SentenceEmbedder embedder = SentenceEmbedder.load(folderOfTuned)) {
      assertThat(embedder.pooling()).isEqualTo("mean + dense(5)");
      float[][] vectors = embedder.embed(TEXTS);
      assertThat(vectors).hasDimensions(70, 5);

      embedder.save(folder.resolve("embedding"));
      try (SentenceEmbedder loaded = SentenceEmbedder.load(folder.resolve("embedding"))) {
        assertThat(loaded.embed(TEXTS)).isDeepEqualTo(vectors);
      }
    }
  }

  @Test
  void refusesAPoolingForWhichTheModelHasNoWeights() {
    assertThatThrownBy(() -> SentenceEmbedder.builder(model).pooling("mean + dense(3)").build())
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("has no weights for the pooling \"mean + dense(3)\"")
        .hasMessageContaining("pooling.1.dense.linear.weight");
    assertThatThrownBy(() -> SentenceEmbedder.builder(model).pooling("pooler").build())
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("bert.pooler.dense.weight");
    assertThatThrownBy(() -> SentenceEmbedder.builder(model).pooling("layer-cls(layer=3)").build())
        .hasMessageContaining("reads layer 3, expected 0 (the embeddings) to 2");
    assertThatThrownBy(() -> SentenceEmbedder.builder(model).batchSize(0).maxLength(1).build())
        .hasMessageContaining("maxLength is 1, expected at least 4; batchSize is 0");
  }

  private Path save(ModelSpecification specification, String name) {
    Path saved = folder.resolve(name);
    try (Tokenizer tokenizer = Tokenizer.load(folder.resolve("vocabulary"))) {
      TransformerModel.create(specification, 3).save(saved, tokenizer::saveTo);
    }
    return saved;
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }
}
