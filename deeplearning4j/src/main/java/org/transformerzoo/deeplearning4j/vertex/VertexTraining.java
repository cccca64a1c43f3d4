package org.transformerzoo.deeplearning4j.vertex;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;

/** How DL4J updates the parameters of a {@link TransformerVertex}. */
final class VertexTraining implements TrainingConfig {

  private final String name;
  private final TransformerVertex configuration;
  private final Map<String, Parameter> parameters;
  private final IUpdater updater;
  private final List<Regularization> decay;

  VertexTraining(String name, TransformerVertex configuration, Map<String, Parameter> parameters) {
    this.name = name;
    this.configuration = configuration;
    this.parameters = Map.copyOf(parameters);
    this.updater = configuration.updater();
    this.decay =
        configuration.weightDecay() == 0 || configuration.frozen()
            ? List.of()
            : List.of(new WeightDecay(configuration.weightDecay(), true));
  }

  @Override
  public String getLayerName() {
    return name;
  }

  @Override
  public List<Regularization> getRegularizationByParam(String key) {
    return parameters.get(key).kind().decays() ? decay : List.of();
  }

  @Override
  public boolean isPretrainParam(String key) {
    return false;
  }

  @Override
  public IUpdater getUpdaterByParam(String key) {
    return parameters.get(key).kind() == ParameterKind.FIXED ? new NoOp() : updater;
  }

  @Override
  public GradientNormalization getGradientNormalization() {
    return configuration.gradientNormalization();
  }

  @Override
  public double getGradientNormalizationThreshold() {
    return configuration.gradientNormalizationThreshold();
  }

  @Override
  public void setDataType(DataType type) {
    // It is FLOAT, which the vertex has checked.
  }
}
