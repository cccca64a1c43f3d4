package org.transformerzoo.zoo.pooling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/** Poolings that give several vectors: P-SUM and H-SUM. */
class SeveralVectorsTest {

  private static final int[][] IDS = {{2, 5, 6, 7, 3}, {2, 7, 3, 0, 0}};
  private static final int[] LENGTHS = {5, 3};
  private static final String TOP_LAYER =
      "bert.encoder.layer." + (PoolingTestModel.LAYERS - 1) + ".";

  @Test
  void lossesAreAddedAndLogitsAveraged() {
    PoolingHeads heads = PoolingHeads.standard().with("two", options -> (StatesPooling) this::two);
    try (PoolingTestModel both = new PoolingTestModel(heads.parse("two"), 0.3);
        PoolingTestModel last = new PoolingTestModel("layer-cls(layer=-1)");
        PoolingTestModel second = new PoolingTestModel("layer-cls(layer=-2)")) {
      assertThat(both.loss(IDS, LENGTHS))
          .isCloseTo(last.loss(IDS, LENGTHS) + second.loss(IDS, LENGTHS), within(1e-5));
      INDArray mean = last.logits(IDS, LENGTHS).add(second.logits(IDS, LENGTHS)).mul(0.5);
      assertThat(both.logits(IDS, LENGTHS).equalsWithEps(mean, 1e-5)).isTrue();
    }
  }

  private Pooled two(PoolingSite site) {
    return new Pooled(
        List.of(site.summary(site.state(-1)), site.summary(site.state(-2))), site.hidden());
  }

  /** The pooler of the body on the last state is what a copied layer makes of the state before. */
  @Test
  void theParallelLayersAreThoseOfTheBody() {
    PoolingHeads heads =
        PoolingHeads.standard()
            .with("second-vector", options -> (StatesPooling) SeveralVectorsTest::secondOfParallel);
    try (PoolingTestModel model = new PoolingTestModel(heads.parse("second-vector"), 0.3);
        PoolingTestModel pooler = new PoolingTestModel("pooler")) {
      copyTopLayer(model.parameters(), "pooling.0.second-vector.layer.1.");
      copy(pooler, "bert.pooler.dense.", model, "pooling.0.second-vector.pooler.dense.");

      assertThat(model.logits(IDS, LENGTHS).equalsWithEps(pooler.logits(IDS, LENGTHS), 1e-5))
          .isTrue();
    }
  }

  private static Pooled secondOfParallel(PoolingSite site) {
    Pooled both = new ParallelPooling(OptionalInt.of(2)).pool(site);
    return Pooled.of(both.vectors().get(1), both.width());
  }

  /** With a first layer whose output is 0, the second one reads its own state alone. */
  @Test
  void aHierarchicalLayerAlsoReadsTheOneBefore() {
    try (PoolingTestModel parallel = new PoolingTestModel("parallel(layers=2)");
        PoolingTestModel hierarchical = new PoolingTestModel("hierarchical(layers=2)")) {
      copy(parallel, "pooling.0.parallel.", hierarchical, "pooling.0.hierarchical.");
      assertThat(equal(parallel, hierarchical)).isFalse();
      silence(parallel.parameters(), "pooling.0.parallel.layer.0.output.LayerNorm.");
      silence(hierarchical.parameters(), "pooling.0.hierarchical.layer.0.output.LayerNorm.");

      assertThat(equal(parallel, hierarchical)).isTrue();
    }
  }

  private static boolean equal(PoolingTestModel one, PoolingTestModel other) {
    return one.logits(IDS, LENGTHS).dup().equalsWithEps(other.logits(IDS, LENGTHS), 1e-5);
  }

  private static void silence(FlatParameters parameters, String prefix) {
    parameters.value(prefix + "weight").assign(0);
    parameters.value(prefix + "bias").assign(0);
  }

  private static void copyTopLayer(FlatParameters parameters, String prefix) {
    for (Parameter parameter : parameters.parameters()) {
      if (parameter.name().startsWith(prefix)) {
        String source = TOP_LAYER + parameter.name().substring(prefix.length());
        parameters.value(parameter.name()).assign(parameters.value(source));
      }
    }
  }

  private static void copy(
      PoolingTestModel from, String prefix, PoolingTestModel to, String newPrefix) {
    for (Parameter parameter : from.parameters().parameters()) {
      if (parameter.name().startsWith(prefix)) {
        String name = newPrefix + parameter.name().substring(prefix.length());
        to.parameters().value(name).assign(from.parameters().value(parameter.name()));
      }
    }
  }
}
