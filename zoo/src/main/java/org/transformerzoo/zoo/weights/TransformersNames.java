package org.transformerzoo.zoo.weights;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.weights.WeightMapping.Row;

/**
 * The names under which checkpoints of transformers, old and new, store a parameter:
 *
 * <ul>
 *   <li>as it is called here;
 *   <li>with or without the prefix of the base model, {@code bert.embeddings…} or {@code
 *       embeddings…}, unless it belongs to a head;
 *   <li>a norm's gain and bias also as {@code gamma} and {@code beta};
 *   <li>under an alias: the other names of a tied tensor, of which a file may hold one or several.
 * </ul>
 */
public final class TransformersNames {

  /** Buffers of position numbers that versions of transformers before 4.31 stored. */
  public static final Pattern POSITION_IDS = Pattern.compile("(.*\\.)?position_ids");

  private TransformersNames() {}

  /**
   * The mapping of a model.
   *
   * @param prefix the base model's prefix with its dot, such as {@code "bert."}
   * @param parameters all parameters, named as transformers names them
   * @param aliases for the name of a parameter that is tied, the further names of the same tensor.
   *     Name only what the model at hand ties: copies that differ are an error
   * @param ignored names of tensors to pass over, for example {@link #POSITION_IDS}
   */
  public static WeightMapping mapping(
      String prefix,
      Collection<Parameter> parameters,
      Map<String, List<String>> aliases,
      List<Pattern> ignored) {
    List<Row> rows =
        parameters.stream()
            .map(
                parameter ->
                    row(prefix, parameter, aliases.getOrDefault(parameter.name(), List.of())))
            .toList();
    return new WeightMapping(rows, ignored);
  }

  private static Row row(String prefix, Parameter parameter, List<String> aliases) {
    Set<String> names = new LinkedHashSet<>();
    addDialects(names, prefix, parameter, parameter.name());
    aliases.forEach(alias -> addDialects(names, prefix, parameter, alias));
    return Row.of(parameter.name(), List.copyOf(names));
  }

  private static void addDialects(
      Set<String> names, String prefix, Parameter parameter, String name) {
    for (String spelling : List.of(name, oldSpelling(parameter.kind(), name))) {
      names.add(spelling);
      if (!(parameter.depth() instanceof Depth.Head)) {
        names.add(
            spelling.startsWith(prefix) ? spelling.substring(prefix.length()) : prefix + spelling);
      }
    }
  }

  private static String oldSpelling(ParameterKind kind, String name) {
    return switch (kind) {
      case NORM_GAIN -> replaceEnd(name, ".weight", ".gamma");
      case NORM_BIAS -> replaceEnd(name, ".bias", ".beta");
      case EMBEDDING,
          LINEAR_WEIGHT,
          INPUT_PROJECTION,
          OUTPUT_PROJECTION,
          WEIGHT_MATRIX,
          BIAS,
          QUERY_BIAS,
          MIXTURE,
          FIXED ->
          name;
    };
  }

  private static String replaceEnd(String name, String end, String replacement) {
    return name.endsWith(end)
        ? name.substring(0, name.length() - end.length()) + replacement
        : name;
  }
}
