package org.transformerzoo.zoo.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.parameter.FlatParameters;

/** The products of stacked layers with themselves, whatever kernels make them. */
class LayerProductsTest {

  private static final int HIDDEN = 8;

  @ParameterizedTest
  @CsvSource({"4,5,3", "1,5,9", "4,1,3", "1,1,4", "2,17,3", "1,3,5", "2,3,5", "1,3,3"})
  void areThoseOfEachToken(int batch, int length, int count) {
    SameDiff graph = SameDiff.create();
    SDVariable input = graph.placeHolder("x", DataType.FLOAT, -1, -1, HIDDEN);
    SDVariable[] layers =
        IntStream.range(0, count)
            .mapToObj(i -> input.mul((i + 1.0) / count))
            .toArray(SDVariable[]::new);
    SDVariable tokens = graph.reshape(graph.stack(2, layers), -1, count, HIDDEN);
    SDVariable products = graph.mmul(tokens, tokens, false, true, false);
    INDArray x = random(batch, length);
    float[] expected = expected(x, count);
    for (Kernels kernels : List.of(KernelLibrary.best(), new PortableKernels())) {
      ExecutableGraph executable =
          new ExecutableGraph(
              graph,
              false,
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              Set.of(),
              Optional.empty());
      try (GraphExecutor plan =
          new PlanExecutor(
              executable, FlatParameters.allocate(List.of()), PlanOptions.defaults(), kernels)) {
        INDArray actual =
            plan.output(Map.of("x", x), List.of(products.name())).get(products.name());
        assertThat(actual.data().asFloat())
            .as(kernels.description())
            .usingComparatorWithPrecision(1e-4f)
            .containsExactly(expected);
      }
    }
  }

  private static float[] expected(INDArray x, int count) {
    long tokens = x.size(0) * x.size(1);
    float[] all = new float[(int) tokens * count * count];
    INDArray rows = x.reshape(tokens, HIDDEN);
    for (int token = 0; token < tokens; token++) {
      float square = 0;
      for (int i = 0; i < HIDDEN; i++) {
        square += rows.getFloat(token, i) * rows.getFloat(token, i);
      }
      for (int pair = 0; pair < count * count; pair++) {
        all[token * count * count + pair] =
            square * (pair / count + 1) * (pair % count + 1) / (count * count);
      }
    }
    return all;
  }

  private static INDArray random(int batch, int length) {
    Random random = new Random(3);
    float[] values = new float[batch * length * HIDDEN];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.createFromArray(values).reshape(batch, length, HIDDEN);
  }
}
