package org.transformerzoo.zoo.architecture.bart;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.Architecture;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.IncrementalDecoder;
import org.transformerzoo.zoo.architecture.ModelInput;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.blocks.DenseSummary;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.config.TransformerConfig;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.WeightMapping;

/** BART (Lewis et al., 2019, arXiv 1910.13461), as {@code transformers} computes it. */
public final class BartArchitecture implements Architecture {

  @Override
  public String modelType() {
    return "bart";
  }

  @Override
  public String classPrefix() {
    return "Bart";
  }

  @Override
  public Set<String> classSuffixes() {
    return Set.of("Model", "ForSequenceClassification", "ForConditionalGeneration");
  }

  @Override
  public String parameterPrefix() {
    return "model.";
  }

  @Override
  public String classifier() {
    return "classification_head.out_proj";
  }

  @Override
  public int defaultLabels() {
    return 3;
  }

  @Override
  public TransformerConfig readConfig(ConfigFile file) {
    return BartConfig.read(file);
  }

  @Override
  public Set<ModelInput> optionalInputs() {
    return Set.of(ModelInput.DECODER_INPUT_IDS, ModelInput.SHIFTED_LABELS);
  }

  @Override
  public List<String> dropoutKeys() {
    return List.of("dropout", "attention_dropout", "activation_dropout", "classifier_dropout");
  }

  @Override
  public Transformer build(GraphBuilder builder, TransformerConfig config, Set<ModelInput> inputs) {
    return BartBody.build(this, builder, (BartConfig) config, inputs);
  }

  @Override
  public boolean hasPooler() {
    return false;
  }

  /** The first layer of the classification head, on the last end token: [batch, hidden]. */
  @Override
  public SDVariable summary(GraphBuilder builder, Transformer transformer) {
    SDVariable end = BartHeads.lastEnd(builder, transformer); // [batch, hidden]
    return DenseSummary.add(builder, transformer, "classification_head.dense", end);
  }

  /** The last end token, in either stack. */
  @Override
  public SDVariable summaryToken(
      GraphBuilder builder, Transformer transformer, SDVariable hiddenState) {
    return BartHeads.lastEnd(builder, transformer, hiddenState);
  }

  @Override
  public Transformer statesOf(Transformer transformer, Depth.Stack stack) {
    return switch (stack) {
      case ENCODER -> BartBody.encoderOf(transformer);
      case DECODER -> transformer;
    };
  }

  @Override
  public SDVariable newLayer(
      GraphBuilder builder, Transformer transformer, String name, SDVariable input) {
    return BartEncoder.further(builder, transformer, name, input);
  }

  @Override
  public SDVariable languageModelLogits(GraphBuilder builder, Transformer transformer) {
    return BartHeads.languageModelLogits(builder, transformer);
  }

  @Override
  public IncrementalDecoder incrementalDecoder(TransformerConfig config) {
    return BartIncrementalDecoder.build((BartConfig) config);
  }

  @Override
  public WeightMapping transformersNames(Collection<Parameter> parameters) {
    return BartWeightNames.mapping(parameters);
  }
}
