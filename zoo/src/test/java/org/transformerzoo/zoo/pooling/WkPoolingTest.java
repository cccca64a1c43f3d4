package org.transformerzoo.zoo.pooling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The layers' weights against the reference's decomposition, token by token in double. */
class WkPoolingTest {

  private static final int HIDDEN = 20;
  private static final int TOKENS = 6;

  @ParameterizedTest
  @CsvSource({"3,1", "3,2", "4,2", "5,2", "9,2", "9,3", "4,3", "3,4"})
  void layersCountAsInTheReference(int layers, int window) {
    double[][][] states = states(layers);
    INDArray stacked = Nd4j.create(states).castTo(DataType.FLOAT);
    SameDiff graph = SameDiff.create();
    SDVariable input =
        graph.constant(stacked.reshape(1, TOKENS, layers, HIDDEN)); // [1, tokens, layers, hidden]
    LayerCosines cosines = LayerCosines.of(graph, input, layers, HIDDEN);

    INDArray weights = new WkLayerWeights(graph, cosines, window).add().eval();

    for (int token = 0; token < TOKENS; token++) {
      double[] expected = WkReference.layerWeights(states[token], window);
      assertThat(weights.getRow(token).toDoubleVector())
          .usingComparatorWithPrecision(2e-4)
          .containsExactly(expected);
    }
  }

  /** States that change from layer to layer as those of a trained model do. */
  private static double[][][] states(int layers) {
    Random random = new Random(5);
    double[][][] states = new double[TOKENS][layers][HIDDEN];
    for (double[][] token : states) {
      for (int layer = 0; layer < layers; layer++) {
        for (int i = 0; i < HIDDEN; i++) {
          double before = layer == 0 ? random.nextGaussian() : token[layer - 1][i];
          token[layer][i] = 0.9 * before + 0.4 * random.nextGaussian();
        }
      }
    }
    return states;
  }
}
