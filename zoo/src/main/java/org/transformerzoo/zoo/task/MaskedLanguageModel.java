package org.transformerzoo.zoo.task;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.config.ConfigFile;

/** {@code masked-lm}: the word that stood at a masked position. */
public final class MaskedLanguageModel extends TokenHead {

  @Override
  public String name() {
    return "masked-lm";
  }

  @Override
  public String classSuffix() {
    return "ForMaskedLM";
  }

  @Override
  public List<String> labels() {
    return List.of();
  }

  @Override
  public ConfigFile describe(ConfigFile config) {
    return config.without("problem_type");
  }

  @Override
  int classes(Transformer transformer) {
    return transformer.config().vocabularySize();
  }

  @Override
  SDVariable tokenLogits(GraphBuilder builder, Transformer transformer) {
    return transformer.architecture().languageModelLogits(builder, transformer);
  }
}
