package org.transformerzoo.zoo.architecture;

import java.util.List;
import java.util.stream.Collectors;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.bart.BartArchitecture;
import org.transformerzoo.zoo.architecture.bert.BertArchitecture;
import org.transformerzoo.zoo.architecture.roberta.RobertaArchitecture;
import org.transformerzoo.zoo.architecture.xlnet.XlnetArchitecture;
import org.transformerzoo.zoo.config.ConfigFile;

/** The architectures of the zoo, one line each. */
public final class Architectures {

  private static final List<Architecture> ALL =
      List.of(
          new BertArchitecture(),
          new RobertaArchitecture(),
          new BartArchitecture(),
          new XlnetArchitecture());

  private Architectures() {}

  /** All of them. */
  public static List<Architecture> all() {
    return ALL;
  }

  /** The architecture that {@code model_type} of {@code config} names. */
  public static Architecture of(ConfigFile config) {
    if (!config.has("model_type")) {
      return inferred(config);
    }
    String type = config.optionalString("model_type", "");
    return ALL.stream()
        .filter(architecture -> architecture.modelType().equals(type))
        .findFirst()
        .orElseThrow(() -> config.wrong("model_type", "one of " + known()));
  }

  /** Old files have no {@code model_type}; the class name then tells. */
  private static Architecture inferred(ConfigFile config) {
    return ALL.stream()
        .filter(
            architecture ->
                config.architectures().stream()
                    .anyMatch(name -> name.startsWith(architecture.classPrefix())))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidModelException(
                    config.location() + " has no key \"model_type\", expected one of " + known()));
  }

  private static String known() {
    return ALL.stream().map(Architecture::modelType).collect(Collectors.joining(", "));
  }
}
