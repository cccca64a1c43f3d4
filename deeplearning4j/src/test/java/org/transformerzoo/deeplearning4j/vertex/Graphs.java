package org.transformerzoo.deeplearning4j.vertex;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.zoo.architecture.Architectures;
import org.transformerzoo.zoo.config.ConfigFile;

/** Graphs of a shop that have an encoder in them. */
final class Graphs {

  static final String[] INPUTS = {"input_ids", "attention_mask", "token_type_ids"};
  static final String ENCODER = "encoder";
  static final int SEED = 11;

  private Graphs() {}

  /** The configuration of a tiny model, with dropout everywhere or nowhere. */
  static ConfigFile config(TinyArchitecture architecture, double dropout) {
    ConfigFile file = ConfigFile.parse("tiny config.json", architecture.config(16));
    for (String key : Architectures.of(file).dropoutKeys()) {
      file = file.with(key, dropout);
    }
    return file;
  }

  /** A tiny encoder that is trained. */
  static TransformerVertex encoder(TinyArchitecture architecture, double dropout, String pooling) {
    return TransformerVertex.builder(config(architecture, dropout))
        .pooling(pooling)
        .updater(new Adam(0.01))
        .seed(SEED)
        .build();
  }

  /** A classifier of two classes on {@code vertex}. */
  static ComputationGraph classifier(TransformerVertex vertex) {
    return classifier(vertex, vertex.getOutputType(-1).arrayElementsPerExample(), INPUTS);
  }

  /** The same on any vertex, which puts out vectors of {@code width} entries. */
  static ComputationGraph classifier(GraphVertex vertex, long width, String... inputs) {
    return initialized(
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .updater(new Adam(0.01))
            .graphBuilder()
            .addInputs(inputs)
            .addVertex(ENCODER, vertex, inputs)
            .addLayer(
                "out",
                new OutputLayer.Builder().nIn(width).nOut(2).activation(Activation.SOFTMAX).build(),
                ENCODER)
            .setOutputs("out")
            .build());
  }

  /** The same, which reads two numbers beside the text. */
  static ComputationGraph mixed(TransformerVertex vertex) {
    long width = vertex.getOutputType(-1).arrayElementsPerExample();
    return initialized(
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .updater(new Adam(0.01))
            .graphBuilder()
            .addInputs("input_ids", "attention_mask", "token_type_ids", "numbers")
            .addVertex(ENCODER, vertex, INPUTS)
            .addVertex("both", new MergeVertex(), ENCODER, "numbers")
            .addLayer(
                "hidden",
                new DenseLayer.Builder()
                    .nIn(width + 2)
                    .nOut(16)
                    .activation(Activation.TANH)
                    .build(),
                "both")
            .addLayer(
                "out",
                new OutputLayer.Builder().nIn(16).nOut(2).activation(Activation.SOFTMAX).build(),
                "hidden")
            .setOutputs("out")
            .build());
  }

  static ComputationGraph initialized(ComputationGraphConfiguration configuration) {
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }
}
