package org.transformerzoo.zoo.pooling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/** Adds a pooling the way docs/adding-a-pooling-head.md shows it. */
class AddingAPoolingTest {

  /** {@code gated-mean}: the mean of the tokens of a layer, each column times a learned gain. */
  record GatedMeanPooling(int layer) implements StatesPooling {

    @Override
    public Pooled pool(PoolingSite site) {
      SDVariable mean = // [batch, hidden]
          TokenReduction.mean(site.graph(), site.state(layer), site.mask());
      SDVariable gain = site.parameter("gain", ParameterKind.MIXTURE, site.hidden());
      return Pooled.of(mean.mul(gain), site.hidden());
    }
  }

  @Test
  void takesOneClassAndOneLine() {
    PoolingHeads heads =
        PoolingHeads.standard()
            .with(
                "gated-mean",
                options -> new GatedMeanPooling(options.optionalInt("layer").orElse(-1)));
    int[][] ids = {{2, 5, 6, 3}, {2, 7, 3, 0}};

    try (PoolingTestModel model = new PoolingTestModel(heads.parse("gated-mean(layer=-1)"), 0.3);
        PoolingTestModel mean = new PoolingTestModel("mean")) {
      INDArray logits = model.logits(ids, 4, 3).dup();

      assertThat(model.parameters().contains("pooling.0.gated-mean.gain")).isTrue();
      assertThat(logits.equalsWithEps(mean.logits(ids, 4, 3), 1e-6)).isTrue();
      model.parameters().value("pooling.0.gated-mean.gain").assign(2);
      assertThat(logits.equalsWithEps(model.logits(ids, 4, 3), 1e-3)).isFalse();
    }
  }
}
