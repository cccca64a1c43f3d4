package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The gradients that SameDiff's operations define for themselves. The first time that one is asked
 * for, its operations are added to the graph, behind placeholders for the gradients of the outputs;
 * they do not depend on shapes, so that they serve every later plan.
 */
final class GradientRules {

  /**
   * The gradient of one operation, as names of variables of the graph.
   *
   * @param outputGradients placeholders, one for each output
   * @param inputGradients one for each input, absent where there is none
   */
  record Rule(List<String> outputGradients, List<Optional<String>> inputGradients) {}

  private final Map<String, Rule> rules = new HashMap<>();

  /** The rule of {@code function}. */
  Rule of(DifferentialFunction function) {
    return rules.computeIfAbsent(function.getOwnName(), name -> create(function));
  }

  private static Rule create(DifferentialFunction function) {
    SameDiff graph = function.getSameDiff();
    List<SDVariable> outputGradients = new ArrayList<>();
    for (SDVariable output : function.outputVariables()) {
      outputGradients.add(graph.placeHolder("gradient/" + output.name(), output.dataType()));
    }
    List<SDVariable> inputGradients = function.doDiff(outputGradients);
    List<Optional<String>> names = new ArrayList<>();
    for (int i = 0; i < function.args().length; i++) {
      SDVariable gradient = i < inputGradients.size() ? inputGradients.get(i) : null;
      names.add(Optional.ofNullable(gradient).map(SDVariable::name));
    }
    return new Rule(outputGradients.stream().map(SDVariable::name).toList(), names);
  }
}
