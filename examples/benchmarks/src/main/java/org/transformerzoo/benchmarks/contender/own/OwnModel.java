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

/** This project's models with the weights of all contenders. */
final class OwnModel {

  private static final String BERT =
      """
      {"model_type": "bert", "hidden_size": %d, "num_hidden_layers": %d,
       "num_attention_heads": %d, "intermediate_size": %d, "vocab_size": %d,
       "max_position_embeddings": %d}
      """;
  private static final String ROBERTA =
      """
      {"model_type": "roberta", "hidden_size": %d, "num_hidden_layers": %d,
       "num_attention_heads": %d, "intermediate_size": %d, "vocab_size": %d,
       "max_position_embeddings": %d, "type_vocab_size": 1, "pad_token_id": 1}
      """;
  private static final String XLNET =
      """
      {"model_type": "xlnet", "d_model": %d, "n_layer": %d, "n_head": %d, "d_inner": %d,
       "vocab_size": %d, "ff_activation": "gelu", "dropout": 0.1}
      """;
  private static final String BART =
      """
      {"model_type": "bart", "d_model": %1$d, "encoder_layers": %2$d, "decoder_layers": %2$d,
       "encoder_attention_heads": %3$d, "decoder_attention_heads": %3$d,
       "encoder_ffn_dim": %4$d, "decoder_ffn_dim": %4$d, "vocab_size": %5$d,
       "max_position_embeddings": %6$d, "architectures": ["BartForConditionalGeneration"]}
      """;

  /** RoBERTa counts positions from the one after its padding token. */
  private static final int ROBERTA_OFFSET = 2;

  private OwnModel() {}

  /** A classifier with two classes. */
  static TransformerModel create(Sizes sizes) {
    return withWeights(
        ModelSpecification.of(
            configuration(sizes),
            new Classification(List.of("no", "yes")),
            PoolingHeads.named("pooler")));
  }

  /** A language model that writes. */
  static TransformerModel writing(Sizes sizes) {
    return withWeights(ModelSpecification.of(configuration(sizes)));
  }

  /** What a config.json of these sizes says. */
  static ConfigFile configuration(Sizes sizes) {
    String text =
        switch (sizes.family()) {
          case BERT -> filled(BERT, sizes, sizes.positions());
          case ROBERTA -> filled(ROBERTA, sizes, sizes.positions() + ROBERTA_OFFSET);
          case XLNET -> filled(XLNET, sizes, sizes.positions());
          case BART -> filled(BART, sizes, sizes.positions());
        };
    return ConfigFile.parse("the benchmark's configuration", text);
  }

  private static String filled(String template, Sizes sizes, int positions) {
    return template.formatted(
        sizes.hidden(),
        sizes.layers(),
        sizes.heads(),
        sizes.intermediate(),
        sizes.vocabulary(),
        positions);
  }

  private static TransformerModel withWeights(ModelSpecification specification) {
    TransformerModel model = TransformerModel.create(specification, 0);
    for (Parameter parameter : model.parameters().parameters()) {
      float[] values = EncoderWeights.values(parameter.name(), parameter.dimensions());
      model
          .parameters()
          .value(parameter.name())
          .assign(Nd4j.createFromArray(values).reshape(parameter.dimensions()));
    }
    return model;
  }
}
