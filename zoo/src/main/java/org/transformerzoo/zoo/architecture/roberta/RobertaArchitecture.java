package org.transformerzoo.zoo.architecture.roberta;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.Architecture;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.ModelInput;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.bert.BertConfig;
import org.transformerzoo.zoo.architecture.bert.BertEmbeddings;
import org.transformerzoo.zoo.architecture.bert.BertLayers;
import org.transformerzoo.zoo.architecture.blocks.DenseSummary;
import org.transformerzoo.zoo.architecture.blocks.FirstToken;
import org.transformerzoo.zoo.architecture.blocks.FirstTokenPooler;
import org.transformerzoo.zoo.architecture.blocks.MaskedWordHead;
import org.transformerzoo.zoo.architecture.blocks.PositionIds;
import org.transformerzoo.zoo.config.Activation;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.config.TransformerConfig;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.WeightMapping;

/** RoBERTa (Liu et al., 2019, arXiv 1907.11692), as {@code transformers} computes it. */
public final class RobertaArchitecture implements Architecture {

  private static final String EMBEDDINGS = "roberta.embeddings";

  /** Name of the word embeddings, to which the masked-language-model head is tied. */
  static final String WORD_EMBEDDINGS = BertEmbeddings.words(EMBEDDINGS);

  @Override
  public String modelType() {
    return "roberta";
  }

  @Override
  public String classPrefix() {
    return "Roberta";
  }

  @Override
  public Set<String> classSuffixes() {
    return Set.of("Model", "ForSequenceClassification", "ForTokenClassification", "ForMaskedLM");
  }

  @Override
  public String parameterPrefix() {
    return "roberta.";
  }

  @Override
  public String classifier() {
    return "classifier.out_proj";
  }

  @Override
  public TransformerConfig readConfig(ConfigFile file) {
    return RobertaConfig.read(file);
  }

  @Override
  public List<String> dropoutKeys() {
    return BertConfig.DROPOUT_KEYS;
  }

  @Override
  public Transformer build(GraphBuilder builder, TransformerConfig config, Set<ModelInput> inputs) {
    RobertaConfig sizes = (RobertaConfig) config;
    TokenInputs tokens = TokenInputs.declare(builder, sizes);
    SDVariable positionIds =
        PositionIds.ofTokens(builder.graph(), tokens.inputIds(), sizes.padTokenId());
    SDVariable embedded =
        BertEmbeddings.add(builder, sizes.encoder(), tokens, EMBEDDINGS, positionIds);
    return new BertLayers(builder, sizes.encoder(), tokens, "roberta.encoder.layer.")
        .build(this, sizes, embedded);
  }

  @Override
  public SDVariable pooler(GraphBuilder builder, Transformer transformer) {
    return FirstTokenPooler.add(builder, transformer, "roberta.pooler.dense");
  }

  /** The first layer of the classification head, on the first token: [batch, hidden]. */
  @Override
  public SDVariable summary(GraphBuilder builder, Transformer transformer) {
    SDVariable first = FirstToken.of(transformer.lastHiddenState()); // [batch, hidden]
    return DenseSummary.add(builder, transformer, "classifier.dense", first);
  }

  @Override
  public SDVariable newLayer(
      GraphBuilder builder, Transformer transformer, String name, SDVariable input) {
    RobertaConfig config = (RobertaConfig) transformer.config();
    return new BertLayers(builder, config.encoder(), transformer.inputs(), name)
        .further(name + ".", Depth.head(), input);
  }

  @Override
  public SDVariable languageModelLogits(GraphBuilder builder, Transformer transformer) {
    RobertaConfig config = (RobertaConfig) transformer.config();
    // Transformers computes this head with the exact GELU whatever the encoder's activation is.
    MaskedWordHead head =
        new MaskedWordHead(
            "lm_head.dense",
            "lm_head.layer_norm",
            "lm_head.bias",
            Activation.GELU,
            config.encoder().layerNormEpsilon());
    return head.add(builder, transformer, WORD_EMBEDDINGS);
  }

  @Override
  public WeightMapping transformersNames(Collection<Parameter> parameters) {
    return RobertaWeightNames.mapping(parameters);
  }
}
