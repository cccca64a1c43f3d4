package org.transformerzoo.zoo.pooling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.task.Classification;
import org.transformerzoo.zoo.weights.LoadPolicy;

class WordWeightsPoolingTest {

  private static final String TABLE = "pooling.0.word-weights.word_weights";
  private static final int[][] IDS = {{2, 5, 6, 3, 0}};

  @TempDir Path folder;

  @Test
  void areAMeanUntilTheyAreSet() {
    try (PoolingTestModel model = new PoolingTestModel("word-weights");
        PoolingTestModel mean = new PoolingTestModel("mean")) {
      assertThat(model.logits(IDS, 4).equalsWithEps(mean.logits(IDS, 4), 1e-6)).isTrue();
    }
  }

  @Test
  void chooseTheTokensThatCount() {
    try (PoolingTestModel model = new PoolingTestModel("word-weights");
        PoolingTestModel cls = new PoolingTestModel("cls")) {
      float[] weights = new float[PoolingTestModel.VOCABULARY];
      weights[2] = 3.5f;
      weights[0] = 9;
      WordWeightsPooling.set(model.parameters(), weights);

      assertThat(model.logits(IDS, 4).equalsWithEps(cls.logits(IDS, 4), 1e-6)).isTrue();
    }
  }

  @Test
  void areNotTrained() {
    try (PoolingTestModel model = new PoolingTestModel("word-weights")) {
      model.differentiate(IDS, 4);

      assertThat(model.parameters().gradient(TABLE).amaxNumber().doubleValue()).isZero();
    }
  }

  @Test
  void refuseAnotherVocabulary() {
    try (PoolingTestModel model = new PoolingTestModel("word-weights")) {
      assertThatThrownBy(() -> WordWeightsPooling.set(model.parameters(), new float[31]))
          .isInstanceOf(InvalidModelException.class)
          .hasMessage("There are 31 word weights, the vocabulary of the model has 30 entries");
      float[] infinite = new float[30];
      infinite[4] = Float.POSITIVE_INFINITY;
      assertThatThrownBy(() -> WordWeightsPooling.set(model.parameters(), infinite))
          .hasMessage("The word weight of the id 4 is Infinity, expected a number of at least 0");
    }
    try (PoolingTestModel mean = new PoolingTestModel("mean")) {
      assertThatThrownBy(() -> WordWeightsPooling.set(mean.parameters(), new float[30]))
          .hasMessage("The model's pooling has no word weights to set");
    }
  }

  @Test
  void areSavedWithTheModel() {
    Path source = Path.of("src/test/resources/fixtures/bert");
    ModelSpecification specification =
        ModelSpecification.of(
            ConfigFile.read(source),
            new Classification(List.of("a", "b")),
            PoolingHeads.named("word-weights + dense(6)"));
    TransformerModel model = TransformerModel.load(source, specification, LoadPolicy.fineTuning());
    model.initialize(1);
    float[] weights = new float[model.specification().config().vocabularySize()];
    for (int id = 0; id < weights.length; id++) {
      weights[id] = id / 7f;
    }
    WordWeightsPooling.set(model.parameters(), weights);

    model.save(folder.resolve("saved"));
    TransformerModel loaded = TransformerModel.load(folder.resolve("saved"));

    INDArray table = loaded.parameters().value(TABLE);
    assertThat(table.dup().data().asFloat()).isEqualTo(weights);
    assertThat(loaded.specification().pooling().orElseThrow().name())
        .isEqualTo("word-weights + dense(6)");
  }
}
