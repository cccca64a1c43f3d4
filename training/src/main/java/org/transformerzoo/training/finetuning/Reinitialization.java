package org.transformerzoo.training.finetuning;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Initialization;
import org.transformerzoo.zoo.parameter.Parameter;

/**
 * Gives the top of a pre-trained model fresh weights, because what it learnt last is what transfers
 * least (Zhang et al., 2021, arXiv 2006.05987). Of an encoder and a decoder the decoder is the top.
 *
 * @param layers how many of the highest layers; 0 for none
 * @param pooler whether the pooler is included
 */
record Reinitialization(int layers, boolean pooler) {

  private static final Logger LOG = LoggerFactory.getLogger(Reinitialization.class);

  /** More than this many the paper found to harm. */
  private static final int ADVISED = 6;

  /**
   * Replaces the weights.
   *
   * @throws InvalidSettingException if there are not so many layers
   */
  void apply(TransformerModel model, long seed) {
    List<Depth.Layer> stack = topStack(model);
    if (layers > stack.size()) {
      throw new InvalidSettingException(
          "reinit-layers is %d, expected at most the %d layers of the model"
              .formatted(layers, stack.size()));
    }
    if (layers > ADVISED) {
      LOG.warn("reinit-layers is {}, more than {} layers are not advised", layers, ADVISED);
    }
    List<Depth.Layer> kept = stack.subList(0, stack.size() - layers);
    Initialization initialization =
        new Initialization(seed, model.specification().config().initializerRange());
    model.parameters().parameters().stream()
        .filter(isChosen(stack, kept))
        .forEach(p -> initialization.fill(p, model.parameters().value(p.name())));
  }

  private Predicate<Parameter> isChosen(List<Depth.Layer> stack, List<Depth.Layer> kept) {
    return parameter ->
        parameter.depth() instanceof Depth.Layer layer
            ? stack.contains(layer) && !kept.contains(layer)
            : pooler && parameter.depth() instanceof Depth.Pooler;
  }

  /** The layers of the stack that is nearest to the output, from below. */
  private static List<Depth.Layer> topStack(TransformerModel model) {
    List<Depth.Layer> all =
        model.parameters().parameters().stream()
            .map(Parameter::depth)
            .filter(Depth.Layer.class::isInstance)
            .map(Depth.Layer.class::cast)
            .distinct()
            .sorted(Comparator.comparingInt(Depth.Layer::index))
            .toList();
    List<Depth.Layer> decoder =
        all.stream().filter(layer -> layer.stack() == Depth.Stack.DECODER).toList();
    return decoder.isEmpty() ? all : decoder;
  }
}
