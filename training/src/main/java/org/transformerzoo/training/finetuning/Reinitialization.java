package org.transformerzoo.training.finetuning;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
 * least (Zhang et al., 2021, arXiv 2006.05987).
 *
 * @param layers how many of the highest layers; 0 for none
 * @param stack whose layers; of an encoder and a decoder the decoder, if it is not said
 * @param pooler whether the pooler is included
 */
record Reinitialization(int layers, Optional<Depth.Stack> stack, boolean pooler) {

  private static final Logger LOG = LoggerFactory.getLogger(Reinitialization.class);

  /** More than this many the paper found to harm. */
  private static final int ADVISED = 6;

  /**
   * Replaces the weights.
   *
   * @throws InvalidSettingException if there are not so many layers
   */
  void apply(TransformerModel model, long seed) {
    List<Depth.Layer> chosen = chosenStack(model);
    if (layers > chosen.size()) {
      throw new InvalidSettingException(
          "reinit-layers is %d, expected at most the %d layers of the model"
              .formatted(layers, chosen.size()));
    }
    if (layers > ADVISED) {
      LOG.warn("reinit-layers is {}, more than {} layers are not advised", layers, ADVISED);
    }
    List<Depth.Layer> kept = chosen.subList(0, chosen.size() - layers);
    Initialization initialization =
        new Initialization(seed, model.specification().config().initializerRange());
    model.parameters().parameters().stream()
        .filter(isFresh(chosen, kept))
        .forEach(p -> initialization.fill(p, model.parameters().value(p.name())));
  }

  private Predicate<Parameter> isFresh(List<Depth.Layer> chosen, List<Depth.Layer> kept) {
    return parameter ->
        parameter.depth() instanceof Depth.Layer layer
            ? chosen.contains(layer) && !kept.contains(layer)
            : pooler && parameter.depth() instanceof Depth.Pooler;
  }

  /** The layers of the stack in question, from below. */
  private List<Depth.Layer> chosenStack(TransformerModel model) {
    List<Depth.Layer> all =
        model.parameters().parameters().stream()
            .map(Parameter::depth)
            .filter(Depth.Layer.class::isInstance)
            .map(Depth.Layer.class::cast)
            .distinct()
            .sorted(Comparator.comparingInt(Depth.Layer::index))
            .toList();
    boolean decodes = all.stream().anyMatch(layer -> layer.stack() == Depth.Stack.DECODER);
    Depth.Stack usual = decodes ? Depth.Stack.DECODER : Depth.Stack.ENCODER;
    List<Depth.Layer> wanted =
        all.stream().filter(layer -> layer.stack() == stack.orElse(usual)).toList();
    if (wanted.isEmpty()) {
      throw new InvalidSettingException(
          "reinit-stack is decoder, a %s model has an encoder alone"
              .formatted(model.specification().architecture().modelType()));
    }
    return wanted;
  }
}
