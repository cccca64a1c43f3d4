package org.transformerzoo.zoo.architecture.bert;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.Architecture;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.ModelInput;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.blocks.FirstTokenPooler;
import org.transformerzoo.zoo.architecture.blocks.MaskedWordHead;
import org.transformerzoo.zoo.architecture.blocks.PositionIds;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.config.TransformerConfig;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.WeightMapping;

/** BERT (Devlin et al., 2018, arXiv 1810.04805), as {@code transformers} computes it. */
public final class BertArchitecture implements Architecture {

  private static final String EMBEDDINGS = "bert.embeddings";

  /** Name of the word embeddings, to which the masked-language-model head is tied. */
  static final String WORD_EMBEDDINGS = BertEmbeddings.words(EMBEDDINGS);

  @Override
  public String modelType() {
    return "bert";
  }

  @Override
  public String classPrefix() {
    return "Bert";
  }

  @Override
  public Set<String> classSuffixes() {
    return Set.of(
        "Model",
        "ForSequenceClassification",
        "ForTokenClassification",
        "ForMaskedLM",
        "ForPreTraining");
  }

  @Override
  public String parameterPrefix() {
    return "bert.";
  }

  @Override
  public TransformerConfig readConfig(ConfigFile file) {
    return BertConfig.read(file);
  }

  @Override
  public List<String> dropoutKeys() {
    return BertConfig.DROPOUT_KEYS;
  }

  @Override
  public Transformer build(GraphBuilder builder, TransformerConfig config, Set<ModelInput> inputs) {
    BertConfig sizes = (BertConfig) config;
    TokenInputs tokens = TokenInputs.declare(builder, sizes);
    SDVariable positionIds = PositionIds.counted(builder.graph(), tokens.inputIds(), 0);
    SDVariable embedded = BertEmbeddings.add(builder, sizes, tokens, EMBEDDINGS, positionIds);
    return new BertLayers(builder, sizes, tokens, "bert.encoder.layer.")
        .build(this, sizes, embedded);
  }

  @Override
  public SDVariable pooler(GraphBuilder builder, Transformer transformer) {
    return FirstTokenPooler.add(builder, transformer, "bert.pooler.dense");
  }

  @Override
  public SDVariable newLayer(
      GraphBuilder builder, Transformer transformer, String name, SDVariable input) {
    BertConfig config = (BertConfig) transformer.config();
    return new BertLayers(builder, config, transformer.inputs(), name)
        .further(name + ".", Depth.head(), input);
  }

  @Override
  public SDVariable languageModelLogits(GraphBuilder builder, Transformer transformer) {
    BertConfig config = (BertConfig) transformer.config();
    MaskedWordHead head =
        new MaskedWordHead(
            "cls.predictions.transform.dense",
            "cls.predictions.transform.LayerNorm",
            "cls.predictions.bias",
            config.activation(),
            config.layerNormEpsilon());
    return head.add(builder, transformer, WORD_EMBEDDINGS);
  }

  @Override
  public WeightMapping transformersNames(Collection<Parameter> parameters) {
    return BertWeightNames.mapping(parameters);
  }

  @Override
  public WeightMapping tensorFlowNames(Collection<Parameter> parameters) {
    return BertTensorFlowNames.mapping(parameters);
  }
}
