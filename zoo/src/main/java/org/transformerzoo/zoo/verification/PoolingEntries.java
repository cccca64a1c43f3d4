package org.transformerzoo.zoo.verification;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.pooling.PoolingHead;
import org.transformerzoo.zoo.pooling.PoolingHeads;

/**
 * Which pooling an entry of recorded reference values belongs to; sizes are read off the arrays.
 */
final class PoolingEntries {

  private static final String PRINTED = "_as_printed";

  /**
   * A kind of entry.
   *
   * @param name matches the whole name of the entry
   * @param text the pooling, from the match and the arrays of the entry
   */
  private record Rule(Pattern name, BiFunction<Matcher, Arrays, String> text) {
    static Rule of(String name, BiFunction<Matcher, Arrays, String> text) {
      return new Rule(Pattern.compile(name), text);
    }

    static Rule of(String name, String text) {
      return of(name, (match, arrays) -> text);
    }
  }

  /** The arrays of a file as one entry sees them. */
  private record Arrays(String entry, Map<String, INDArray> all) {

    /** Size {@code dimension} of the parameter {@code name}. */
    long size(String name, int dimension) {
      INDArray parameter = parameters(entry, all).get(name);
      if (parameter == null || parameter.rank() <= dimension) {
        throw new InvalidModelException(
            "The expectations of %s have no parameter \"%s\" of more than %d dimensions"
                .formatted(entry, name, dimension));
      }
      return parameter.size(dimension);
    }

    long states() {
      return all.get("hidden_states").size(0);
    }
  }

  private static final List<Rule> RULES =
      List.of(
          Rule.of("pooler_output", "pooler"),
          Rule.of("cls", "cls"),
          Rule.of("mean", "mean"),
          Rule.of("mean_sqrt_len(gth)?", "mean-sqrt-length"),
          Rule.of("max(_masked)?", "max"),
          Rule.of("max_unmasked", "max(masked=false)"),
          Rule.of("mean_max_cls(_masked)?", "mean-max"),
          Rule.of("mean_max_cls_unmasked", "mean-max(masked=false)"),
          Rule.of("mean_max(_masked)?", "mean-max(parts=2)"),
          Rule.of("mean_max_unmasked", "mean-max(parts=2, masked=false)"),
          Rule.of("conv1d(_unmasked)?", (match, arrays) -> convolution(arrays, false)),
          Rule.of("conv1d_masked", (match, arrays) -> convolution(arrays, true)),
          Rule.of("layer_cls_second_to_last", "layer-cls"),
          Rule.of("layer_(cls|mean)_(\\d+)", "layer-$1(layer=$2)"),
          Rule.of("concat_last(\\d+)_cls", "concat-cls(layers=$1)"),
          Rule.of("weighted_layer_(cls|mean)", PoolingEntries::weighted),
          Rule.of("(lstm|gru)_over_layers(" + PRINTED + ")?", PoolingEntries::recurrent),
          Rule.of("attention_over_layers(" + PRINTED + ")?", PoolingEntries::attention),
          Rule.of("wk_layer_start_(\\d+)", "wk(start=$1)"));

  private PoolingEntries() {}

  /** The pooling of {@code entry}, absent if the name is not known. */
  static Optional<PoolingHead> pooling(String entry, Map<String, INDArray> expected) {
    for (Rule rule : RULES) {
      Matcher match = rule.name().matcher(entry);
      if (match.matches()) {
        String text = rule.text().apply(match, new Arrays(entry, expected));
        return Optional.of(PoolingHeads.named(match.replaceFirst(text)));
      }
    }
    return Optional.empty();
  }

  /** The recorded parameters of {@code entry} by name; a printed variant shares the formula's. */
  static Map<String, INDArray> parameters(String entry, Map<String, INDArray> expected) {
    Map<String, INDArray> own = below(entry + "/param/", expected);
    return own.isEmpty() && entry.endsWith(PRINTED)
        ? below(entry.substring(0, entry.length() - PRINTED.length()) + "/param/", expected)
        : own;
  }

  private static Map<String, INDArray> below(String prefix, Map<String, INDArray> expected) {
    Map<String, INDArray> found = new HashMap<>();
    expected.forEach(
        (key, array) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), array);
          }
        });
    return found;
  }

  private static String convolution(Arrays arrays, boolean masked) {
    return "conv1d(channels=%d, outputs=%d, kernel=%d, masked=%b)"
        .formatted(
            arrays.size("cnn1.weight", 0),
            arrays.size("cnn2.weight", 0),
            arrays.size("cnn1.weight", 2),
            masked);
  }

  private static String weighted(Matcher match, Arrays arrays) {
    return "weighted-layers(start=%d, then=%s)"
        .formatted(arrays.states() - arrays.size("layer_weights", 0), match.group(1));
  }

  private static String recurrent(Matcher match, Arrays arrays) {
    return "%s(width=%d, as-printed=%b)"
        .formatted(match.group(1), arrays.size("weight_hh_l0", 1), match.group(2) != null);
  }

  private static String attention(Matcher match, Arrays arrays) {
    return "attention(width=%d, as-printed=%b)"
        .formatted(arrays.size("w_h", 1), match.group(1) != null);
  }
}
