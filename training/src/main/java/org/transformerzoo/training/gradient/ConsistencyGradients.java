package org.transformerzoo.training.gradient;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sends each micro-batch through the graph twice at once, so that every example has two dropout
 * masks, between whose outputs the graph asks for agreement (R-Drop: Liang et al., 2021, arXiv
 * 2106.14448).
 *
 * @param inner of a graph whose objective is for doubled batches
 */
public record ConsistencyGradients(GradientComputation inner) implements GradientComputation {

  @Override
  public double accumulate(Map<String, INDArray> inputs, double weight, Pass pass) {
    Map<String, INDArray> doubled = new LinkedHashMap<>();
    inputs.forEach((name, array) -> doubled.put(name, Nd4j.concat(0, array, array)));
    return inner.accumulate(doubled, weight, pass);
  }
}
