package org.transformerzoo.training.group;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.FlatParameters.Segment;
import org.transformerzoo.zoo.parameter.Parameter;

/** The layers of a model in order, and groups by where in that order a parameter lives. */
final class LayerGroups {

  private LayerGroups() {}

  /**
   * The parameters that share a learning rate.
   *
   * @param rank by which groups are ordered
   * @param name of the part
   * @param learningRate of its groups
   */
  record Part(int rank, String name, double learningRate) {}

  private record Key(Part part, boolean decays) {
    String label() {
      return part.name() + (decays ? ", with decay" : ", without decay");
    }
  }

  /** All layers from the input to the output; a decoder's follow those of the encoder. */
  static List<Depth.Layer> layers(FlatParameters parameters) {
    return parameters.parameters().stream()
        .map(Parameter::depth)
        .filter(Depth.Layer.class::isInstance)
        .map(Depth.Layer.class::cast)
        .distinct()
        .sorted(Comparator.comparing(Depth.Layer::stack).thenComparing(Depth.Layer::index))
        .toList();
  }

  /** What tables call a layer, counted from 0 as in parameter names. */
  static String name(Depth.Layer layer) {
    return layer.stack() == Depth.Stack.DECODER
        ? "decoder layer " + layer.index()
        : "layer " + layer.index();
  }

  /** The groups of each part, with and without decay by what a parameter is. */
  static List<ParameterGroup> of(
      List<Segment> segments, Function<Parameter, Part> parts, double weightDecay) {
    Map<Key, List<Segment>> members =
        new TreeMap<>(
            Comparator.comparingInt((Key key) -> key.part().rank())
                .thenComparing(key -> !key.decays()));
    for (Segment segment : segments) {
      Key key = new Key(parts.apply(segment.parameter()), segment.parameter().kind().decays());
      members.computeIfAbsent(key, any -> new ArrayList<>()).add(segment);
    }
    return members.entrySet().stream()
        .map(entry -> group(entry.getKey(), entry.getValue(), weightDecay))
        .toList();
  }

  private static ParameterGroup group(Key key, List<Segment> segments, double weightDecay) {
    return new ParameterGroup(
        key.label(), key.part().learningRate(), key.decays() ? weightDecay : 0, segments);
  }
}
