package org.transformerzoo.training.group;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.transformerzoo.training.group.LayerGroups.Part;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.FlatParameters.Segment;
import org.transformerzoo.zoo.parameter.Parameter;

/**
 * Learning rates that decrease from layer to layer towards the input (Howard and Ruder, 2018, arXiv
 * 1801.06146), as Zhang et al. (2021, arXiv 2006.05987) do it: head and pooler make one group at
 * the full rate without weight decay, the top layer has {@code rate·factor}, the next one {@code
 * rate·factor²}, down to the embeddings. A decoder lies above its encoder.
 *
 * @param learningRate of the head
 * @param weightDecay of matrices and tables in the body
 * @param factor from a layer to the one below, above 0
 * @param headLearningRate of the head, if it is not that from which the layers' rates follow
 */
public record LayerDecayGrouping(
    double learningRate, double weightDecay, double factor, OptionalDouble headLearningRate)
    implements ParameterGrouping {

  /** Checks the factor. */
  public LayerDecayGrouping {
    if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("factor is " + factor + ", expected above 0");
    }
  }

  @Override
  public List<ParameterGroup> groups(FlatParameters parameters) {
    List<Depth.Layer> topFirst = new ArrayList<>(LayerGroups.layers(parameters));
    Collections.reverse(topFirst);
    List<ParameterGroup> groups = new ArrayList<>();
    List<Segment> head =
        parameters.segments().stream().filter(segment -> isHead(segment.parameter())).toList();
    if (!head.isEmpty()) {
      double rate = headLearningRate.orElse(learningRate);
      groups.add(new ParameterGroup("head and pooler", rate, 0, head));
    }
    List<Segment> body =
        parameters.segments().stream().filter(segment -> !isHead(segment.parameter())).toList();
    groups.addAll(LayerGroups.of(body, parameter -> part(parameter, topFirst), weightDecay));
    return groups;
  }

  private static boolean isHead(Parameter parameter) {
    return parameter.depth() instanceof Depth.Head || parameter.depth() instanceof Depth.Pooler;
  }

  private Part part(Parameter parameter, List<Depth.Layer> topFirst) {
    boolean inLayer = parameter.depth() instanceof Depth.Layer;
    int rank = inLayer ? topFirst.indexOf(parameter.depth()) + 1 : topFirst.size() + 1;
    String name = inLayer ? LayerGroups.name(topFirst.get(rank - 1)) : "embeddings";
    return new Part(rank, name, learningRate * Math.pow(factor, rank));
  }
}
