package org.transformerzoo.deeplearning4j.statistics;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.nd4j.linalg.activations.Activation;

/** A transformer as DL4J's UI can draw it: its layers one after the other. */
final class LayerChain {

  private static final String INPUT = "input_ids";

  private LayerChain() {}

  /** The configuration of a graph of layers with these names, for drawing and nothing else. */
  static String json(List<String> layers) {
    ComputationGraphConfiguration.GraphBuilder builder =
        new NeuralNetConfiguration.Builder().graphBuilder().addInputs(INPUT);
    String below = INPUT;
    for (String layer : layers) {
      builder.addLayer(
          layer, new ActivationLayer.Builder().activation(Activation.IDENTITY).build(), below);
      below = layer;
    }
    return builder.setOutputs(below).validateOutputLayerConfig(false).build().toJson();
  }
}
