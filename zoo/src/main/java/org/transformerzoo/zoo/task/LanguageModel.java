package org.transformerzoo.zoo.task;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.config.ConfigFile;

/** A word for every position of the body's output, with the family's own head. */
abstract class LanguageModel extends TokenHead {

  @Override
  public final List<String> labels() {
    return List.of();
  }

  @Override
  public final ConfigFile describe(ConfigFile config) {
    return config.without("problem_type");
  }

  @Override
  final int classes(Transformer transformer) {
    return transformer.config().vocabularySize();
  }

  @Override
  final SDVariable tokenLogits(GraphBuilder builder, Transformer transformer) {
    return transformer.architecture().languageModelLogits(builder, transformer);
  }
}
