package org.transformerzoo.training.input;

import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;

/**
 * Leaves in batches the features for which a graph has placeholders, because {@code SameDiff.fit}
 * and {@code evaluate} refuse batches that have more: families without token types, such as BART,
 * have fewer placeholders than our batches have features.
 */
public final class GraphFeatures implements MultiDataSetPreProcessor {

  private static final long serialVersionUID = 1;

  private final List<String> names;

  private GraphFeatures(List<String> names) {
    this.names = List.copyOf(names);
  }

  /** Those of {@code graph}, which reads tokens. */
  public static GraphFeatures of(SameDiff graph) {
    return new GraphFeatures(
        ModelInputs.TOKEN_FEATURES.stream().filter(graph::hasVariable).toList());
  }

  /**
   * The placeholders that the features are for, in their order: what SameDiff's {@code
   * TrainingConfig.dataSetFeatureMapping} asks for.
   */
  public String[] names() {
    return names.toArray(String[]::new);
  }

  @Override
  public void preProcess(MultiDataSet batch) {
    Map<String, INDArray> inputs = ModelInputs.withoutLabels(batch);
    batch.setFeatures(names.stream().map(inputs::get).toArray(INDArray[]::new));
  }
}
