package org.transformerzoo.zoo.weights.tensorflow;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.Transform;
import org.transformerzoo.zoo.weights.WeightMapping;
import org.transformerzoo.zoo.weights.WeightMapping.Candidate;
import org.transformerzoo.zoo.weights.WeightMapping.Row;

/** Mappings of parameters, named as transformers names them, to Google's variables, by rules. */
public final class TensorFlowNames {

  /** What optimizers keep for each variable, and their counts of steps. */
  public static final List<Pattern> OPTIMIZER_STATE =
      List.of(
          Pattern.compile(".*/(adam|lamb)_[mv]"),
          Pattern.compile(".*/(Adam|Adam_1|Momentum|ExponentialMovingAverage)"),
          Pattern.compile("(.*/)?(global_step|beta[12]_power)"));

  private static final Pattern LAYER = Pattern.compile("/layer/(\\d+)/");

  /**
   * Where the parameters are stored whose names match a pattern as a whole.
   *
   * @param parameter the pattern
   * @param candidates the variables, given the match
   */
  public record Rule(Pattern parameter, Function<MatchResult, List<Candidate>> candidates) {

    /**
     * A parameter that is stored as it is.
     *
     * @param parameter a regular expression
     * @param variable the variable's name, in which {@code $1} is the first group. Dots become
     *     slashes, and {@code layer.0} becomes {@code layer_0}
     */
    public static Rule of(String parameter, String variable) {
      return of(parameter, variable, Transform.NONE);
    }

    /** A parameter that is stored transformed. */
    public static Rule of(String parameter, String variable, Transform transform) {
      return new Rule(
          Pattern.compile(parameter),
          match -> List.of(new Candidate(variableName(match, variable), transform)));
    }
  }

  private TensorFlowNames() {}

  /**
   * The mapping of a model.
   *
   * @param rules of which the first that matches a parameter counts; one that none matches is
   *     looked for under its own name
   * @param ignored names of variables to pass over
   */
  public static WeightMapping mapping(
      Collection<Parameter> parameters, List<Rule> rules, List<Pattern> ignored) {
    List<Row> rows =
        parameters.stream()
            .map(parameter -> new Row(parameter.name(), candidates(parameter.name(), rules)))
            .toList();
    return new WeightMapping(rows, ignored);
  }

  private static List<Candidate> candidates(String parameter, List<Rule> rules) {
    for (Rule rule : rules) {
      Matcher matcher = rule.parameter().matcher(parameter);
      if (matcher.matches()) {
        return rule.candidates().apply(matcher.toMatchResult());
      }
    }
    return List.of(new Candidate(parameter, Transform.NONE));
  }

  private static String variableName(MatchResult match, String variable) {
    String name = variable;
    for (int group = 1; group <= match.groupCount(); group++) {
      name = name.replace("$" + group, match.group(group));
    }
    return LAYER.matcher(name.replace('.', '/')).replaceAll("/layer_$1/");
  }
}
