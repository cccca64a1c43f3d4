package org.transformerzoo.training.group;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.FlatParameters.Segment;
import org.transformerzoo.zoo.parameter.Parameter;

/**
 * The usual two groups, with and without weight decay (Devlin et al., 2018): matrices and embedding
 * tables decay, biases and normalisations do not. If the head has its own learning rate, it makes
 * two more groups. The pre-trained pooler is not part of the head.
 *
 * @param learningRate of everything, or of all but the head
 * @param weightDecay of what decays
 * @param headLearningRate of the head, if it differs
 */
public record DecayGrouping(
    double learningRate, double weightDecay, OptionalDouble headLearningRate)
    implements ParameterGrouping {

  private record Key(boolean head, boolean decays) {

    String label(boolean splitsHead) {
      String part = splitsHead ? (head ? "head, " : "body, ") : "";
      return part + (decays ? "with decay" : "without decay");
    }
  }

  @Override
  public List<ParameterGroup> groups(FlatParameters parameters) {
    Map<Key, List<Segment>> members = new LinkedHashMap<>();
    for (Segment segment : parameters.segments()) {
      members.computeIfAbsent(key(segment.parameter()), key -> new ArrayList<>()).add(segment);
    }
    return members.entrySet().stream().map(e -> group(e.getKey(), e.getValue())).toList();
  }

  private Key key(Parameter parameter) {
    boolean head = headLearningRate.isPresent() && parameter.depth() instanceof Depth.Head;
    return new Key(head, parameter.kind().decays());
  }

  private ParameterGroup group(Key key, List<Segment> segments) {
    return new ParameterGroup(
        key.label(headLearningRate.isPresent()),
        key.head() ? headLearningRate.getAsDouble() : learningRate,
        key.decays() ? weightDecay : 0,
        segments);
  }
}
