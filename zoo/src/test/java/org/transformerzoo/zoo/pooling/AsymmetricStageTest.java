package org.transformerzoo.zoo.pooling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.transformerzoo.zoo.parameter.Parameter;

class AsymmetricStageTest {

  /** The test model's texts are documents. */
  @Test
  void theRoleChoosesTheStack() {
    int[][] ids = {{2, 5, 6, 3}, {2, 7, 3, 0}};
    try (PoolingTestModel asymmetric =
            new PoolingTestModel("mean + asymmetric(query=dense(4), document=dense(4, relu))");
        PoolingTestModel dense = new PoolingTestModel("mean + dense(4, relu)")) {
      for (Parameter parameter : dense.parameters().parameters()) {
        if (parameter.name().startsWith("pooling.")) {
          String name = parameter.name().replace("pooling.1.", "pooling.1.asymmetric.document.0.");
          dense.parameters().value(parameter.name()).assign(asymmetric.parameters().value(name));
        }
      }
      assertThat(asymmetric.logits(ids, 4, 3).dup().equalsWithEps(dense.logits(ids, 4, 3), 1e-6))
          .isTrue();
    }
  }
}
