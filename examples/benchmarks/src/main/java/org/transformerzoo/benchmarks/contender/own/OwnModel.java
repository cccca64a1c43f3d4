package org.transformerzoo.benchmarks.contender.own;

import java.util.List;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.benchmarks.workload.EncoderWeights;
import org.transformerzoo.benchmarks.workload.Sizes;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.Classification;

/** This project's BERT classifier with the weights of all contenders. */
final class OwnModel {

  private static final String CONFIGURATION =
      """
      {"model_type": "bert", "hidden_size": %d, "num_hidden_layers": %d,
       "num_attention_heads": %d, "intermediate_size": %d, "vocab_size": %d,
       "max_position_embeddings": %d}
      """;

  private OwnModel() {}

  static TransformerModel create(Sizes sizes) {
    String configuration =
        CONFIGURATION.formatted(
            sizes.hidden(),
            sizes.layers(),
            sizes.heads(),
            sizes.intermediate(),
            sizes.vocabulary(),
            sizes.positions());
    ModelSpecification specification =
        ModelSpecification.of(
            ConfigFile.parse("the benchmark's configuration", configuration),
            new Classification(List.of("no", "yes")),
            PoolingHeads.named("pooler"));
    TransformerModel model = TransformerModel.create(specification, 0);
    EncoderWeights weights = new EncoderWeights(sizes);
    for (Parameter parameter : model.parameters().parameters()) {
      String name = parameter.name();
      model
          .parameters()
          .value(name)
          .assign(Nd4j.createFromArray(weights.values(name)).reshape(parameter.dimensions()));
    }
    return model;
  }
}
