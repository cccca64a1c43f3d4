package org.transformerzoo.zoo.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The activation functions that configurations name, with the names transformers gives them. */
public enum Activation {
  /** x·Φ(x) with the error function. */
  GELU("gelu", "gelu_python"),
  /** The tanh approximation of GELU, Google's original. */
  GELU_TANH("gelu_new", "gelu_pytorch_tanh", "gelu_fast", "gelu_accurate"),
  /** x·σ(1.702x). */
  GELU_SIGMOID("quick_gelu"),
  /** max(0, x). */
  RELU("relu"),
  /** max(0, x)². */
  RELU_SQUARED("relu2"),
  /** x·σ(x). */
  SILU("silu", "swish"),
  /** x·tanh(softplus(x)). */
  MISH("mish"),
  /** tanh x. */
  TANH("tanh"),
  /** σ(x). */
  SIGMOID("sigmoid"),
  /** x. */
  IDENTITY("linear", "identity");

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> names;

  Activation(String... names) {
    this.names = List.of(names);
  }

  /** The activation that {@code key} of {@code config} names. */
  public static Activation read(ConfigFile config, String key, String fallback) {
    String name = config.optionalString(key, fallback);
    return named(name).orElseThrow(() -> config.wrong(key, "one of " + known()));
  }

  /** The activation called {@code name}, if there is one. */
  public static Optional<Activation> named(String name) {
    return Arrays.stream(values())
        .filter(activation -> activation.names.contains(name))
        .findFirst();
  }

  /** The names of all activations. */
  public static String known() {
    return Arrays.stream(values())
        .flatMap(activation -> activation.names.stream())
        .collect(Collectors.joining(", "));
  }
}
