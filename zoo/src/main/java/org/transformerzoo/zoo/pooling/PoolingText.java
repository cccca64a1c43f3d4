package org.transformerzoo.zoo.pooling;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A pooling as it is written, parsed and not yet understood:
 *
 * <pre>
 * pooling  = [ states ":" ] stages
 * stages   = stage { "+" stage }
 * stage    = word [ "(" [ option { "," option } ] ")" ]
 * option   = [ word "=" ] stages
 * word     = letters, digits, "-", "_" and "."
 * </pre>
 *
 * An option's value is most often a single word: a number, {@code true}, {@code tanh}.
 *
 * @param states which stack is read, if that is said
 * @param stages in order, at least one
 */
record PoolingText(Optional<String> states, List<Stage> stages) {

  /**
   * One stage.
   *
   * @param word what it is
   * @param options in order
   */
  record Stage(String word, List<Option> options) {

    Stage {
      options = List.copyOf(options);
    }

    @Override
    public String toString() {
      return options.isEmpty()
          ? word
          : options.stream()
              .map(Option::toString)
              .collect(Collectors.joining(", ", word + "(", ")"));
    }
  }

  /**
   * One option.
   *
   * @param key its name, absent if the option is known by its place
   * @param value of it, never empty
   */
  record Option(Optional<String> key, List<Stage> value) {

    Option {
      value = List.copyOf(value);
    }

    /** The value as it is written. */
    String text() {
      return joined(value);
    }

    @Override
    public String toString() {
      return key.map(name -> name + "=" + text()).orElse(text());
    }
  }

  PoolingText {
    stages = List.copyOf(stages);
  }

  /** The canonical form. */
  @Override
  public String toString() {
    return states.map(stack -> stack + ": ").orElse("") + joined(stages);
  }

  private static String joined(List<Stage> stages) {
    return stages.stream().map(Stage::toString).collect(Collectors.joining(" + "));
  }
}
