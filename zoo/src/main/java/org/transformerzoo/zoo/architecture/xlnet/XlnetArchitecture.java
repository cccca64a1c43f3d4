package org.transformerzoo.zoo.architecture.xlnet;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.architecture.Architecture;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.ModelInput;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.config.TransformerConfig;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.weights.TransformersNames;
import org.transformerzoo.zoo.weights.WeightMapping;

/** XLNet (Yang et al., 2019, arXiv 1906.08237), as {@code transformers} computes it. */
public final class XlnetArchitecture implements Architecture {

  private static final String LANGUAGE_MODEL_BIAS = "lm_loss.bias";

  @Override
  public String modelType() {
    return "xlnet";
  }

  @Override
  public String classPrefix() {
    return "XLNet";
  }

  @Override
  public Set<String> classSuffixes() {
    return Set.of("Model", "ForSequenceClassification", "ForTokenClassification", "LMHeadModel");
  }

  @Override
  public String parameterPrefix() {
    return "transformer.";
  }

  @Override
  public String classifier() {
    return "logits_proj";
  }

  @Override
  public TransformerConfig readConfig(ConfigFile file) {
    return XlnetConfig.read(file);
  }

  @Override
  public Set<ModelInput> optionalInputs() {
    return Set.of(ModelInput.PERMUTATION_MASK, ModelInput.TARGET_MAPPING, ModelInput.MEMORIES);
  }

  @Override
  public List<String> dropoutKeys() {
    return List.of("dropout", "summary_first_dropout", "summary_last_dropout");
  }

  @Override
  public Transformer build(GraphBuilder builder, TransformerConfig config, Set<ModelInput> inputs) {
    return new XlnetBody(builder, (XlnetConfig) config, inputs).build(this);
  }

  @Override
  public boolean hasPooler() {
    return false;
  }

  @Override
  public SDVariable summary(GraphBuilder builder, Transformer transformer) {
    return ((XlnetConfig) transformer.config()).summary().add(builder, transformer);
  }

  /** The class token is XLNet's last. */
  @Override
  public SDVariable summaryToken(
      GraphBuilder builder, Transformer transformer, SDVariable hiddenState) {
    return XlnetSummary.lastPosition(builder, hiddenState);
  }

  @Override
  public boolean summaryComesLast() {
    return true;
  }

  @Override
  public SDVariable newLayer(
      GraphBuilder builder, Transformer transformer, String name, SDVariable input) {
    return XlnetLayer.addAlone(builder, transformer, name, input);
  }

  /** The word embeddings as decoder: [positions, words]. */
  @Override
  public SDVariable languageModelLogits(GraphBuilder builder, Transformer transformer) {
    SameDiff graph = builder.graph();
    TransformerConfig config = transformer.config();
    SDVariable positions = graph.reshape(transformer.lastHiddenState(), -1, config.hiddenSize());
    SDVariable bias =
        builder.parameter(
            LANGUAGE_MODEL_BIAS, ParameterKind.BIAS, Depth.head(), config.vocabularySize());
    SDVariable words = graph.getVariable(XlnetBody.WORD_EMBEDDINGS); // [vocabulary, hidden]
    return graph.mmul(positions, words, false, true, false).add(bias); // [positions, vocabulary]
  }

  @Override
  public WeightMapping transformersNames(Collection<Parameter> parameters) {
    boolean hasLanguageModel =
        parameters.stream().anyMatch(parameter -> parameter.name().equals(LANGUAGE_MODEL_BIAS));
    Map<String, List<String>> tied =
        hasLanguageModel ? Map.of(XlnetBody.WORD_EMBEDDINGS, List.of("lm_loss.weight")) : Map.of();
    return TransformersNames.mapping(
        parameterPrefix(), parameters, tied, List.of(Pattern.compile("lm_loss\\..*")));
  }

  @Override
  public WeightMapping tensorFlowNames(Collection<Parameter> parameters) {
    return XlnetTensorFlowNames.mapping(parameters);
  }
}
