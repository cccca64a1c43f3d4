package org.transformerzoo.zoo.pooling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.config.Activation;
import org.transformerzoo.zoo.pooling.PoolingText.Option;
import org.transformerzoo.zoo.pooling.PoolingText.Stage;

/**
 * The options of one stage, asked for by name. An option that is written without its name is the
 * one that is asked for in its place: {@code dense(256, relu)}.
 */
public final class PoolingOptions {

  private static final int LARGEST = 1 << 20;

  private final PoolingHeads heads;
  private final Stage stage;
  private final List<Option> open;
  private final List<String> asked = new ArrayList<>();

  PoolingOptions(PoolingHeads heads, Stage stage) {
    this.heads = heads;
    this.stage = stage;
    this.open = new ArrayList<>(stage.options());
  }

  /** A whole number of at least 1, {@code fallback} if it is not given. */
  public int size(String key, int fallback) {
    return optionalSize(key).orElse(fallback);
  }

  /** A whole number of at least 1 that must be given. */
  public int requiredSize(String key) {
    return optionalSize(key).orElseThrow(() -> missing(key));
  }

  /** A whole number of at least 1, if it is given. */
  public OptionalInt optionalSize(String key) {
    OptionalInt value = optionalInt(key);
    if (value.isPresent() && (value.getAsInt() < 1 || value.getAsInt() > LARGEST)) {
      throw wrong(key, Integer.toString(value.getAsInt()), "a whole number from 1 to " + LARGEST);
    }
    return value;
  }

  /** A whole number, if it is given. */
  public OptionalInt optionalInt(String key) {
    Optional<Option> option = take(key);
    if (option.isEmpty()) {
      return OptionalInt.empty();
    }
    String text = option.get().text();
    if (!text.matches("-?\\d{1,9}")) {
      throw wrong(key, text, "a whole number");
    }
    return OptionalInt.of(Integer.parseInt(text));
  }

  /** True or false, {@code fallback} if it is not given. */
  public boolean flag(String key, boolean fallback) {
    return Boolean.parseBoolean(word(key, Boolean.toString(fallback), List.of("true", "false")));
  }

  /** One of {@code choices}, {@code fallback} if it is not given. */
  public String word(String key, String fallback, List<String> choices) {
    String value = take(key).map(Option::text).orElse(fallback);
    if (!choices.contains(value)) {
      throw wrong(key, value, String.join(" or ", choices));
    }
    return value;
  }

  /** An activation function, {@code fallback} if it is not given. */
  public Activation activation(String key, Activation fallback) {
    Optional<Option> option = take(key);
    if (option.isEmpty()) {
      return fallback;
    }
    String name = option.get().text();
    return Activation.named(name)
        .orElseThrow(() -> wrong(key, name, "one of " + Activation.known()));
  }

  /** The stages after a pooling that must be given, such as {@code dense(256) + dense(64)}. */
  public List<NamedStage<VectorStage>> requiredStages(String key) {
    Option option = take(key).orElseThrow(() -> missing(key));
    return option.value().stream().map(each -> heads.vectorStage(stage.toString(), each)).toList();
  }

  /** Refuses options that nobody asked for. */
  void finish() {
    if (!open.isEmpty()) {
      String known = asked.isEmpty() ? "no options" : "the options " + String.join(", ", asked);
      throw new InvalidModelException(
          "The pooling \"%s\" has the option \"%s\", but %s has %s"
              .formatted(stage, open.get(0), stage.word(), known));
    }
  }

  private Optional<Option> take(String key) {
    int place = asked.size();
    asked.add(key);
    List<Option> written = stage.options();
    Optional<Option> found =
        place < written.size() && written.get(place).key().isEmpty()
            ? Optional.of(written.get(place))
            : open.stream().filter(option -> option.key().equals(Optional.of(key))).findFirst();
    found.ifPresent(open::remove);
    return found;
  }

  private InvalidModelException missing(String key) {
    return new InvalidModelException(
        "The pooling \"%s\" lacks the option \"%s\"".formatted(stage, key));
  }

  private InvalidModelException wrong(String key, String value, String expected) {
    return new InvalidModelException(
        "The pooling \"%s\" has the %s %s, expected %s".formatted(stage, key, value, expected));
  }
}
