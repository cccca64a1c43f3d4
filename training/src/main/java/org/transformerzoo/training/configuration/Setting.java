package org.transformerzoo.training.configuration;

import java.util.Optional;

/**
 * One setting of a run: its key, what its values are, and its default. The constants are in {@link
 * Settings}.
 *
 * @param <T> the type of its values
 */
public final class Setting<T> {

  private final String key;
  private final String description;
  private final SettingType<T> type;
  private final T fallback;

  private Setting(String key, String description, SettingType<T> type, T fallback) {
    this.key = key;
    this.description = description;
    this.type = type;
    this.fallback = fallback;
  }

  static <T> Setting<T> of(String key, SettingType<T> type, T fallback, String description) {
    return new Setting<>(key, description, type, fallback);
  }

  static <T> Setting<T> unset(String key, SettingType<T> type, String description) {
    return new Setting<>(key, description, type, null);
  }

  /** As it is written in files and on command lines. */
  public String key() {
    return key;
  }

  /** What it means, a phrase for help texts. */
  public String description() {
    return description;
  }

  /** The value where none is given, if there is one. */
  public Optional<T> fallback() {
    return Optional.ofNullable(fallback);
  }

  /** Which values are legal, to complete the words "expected …". */
  public String expected() {
    return type.expected();
  }

  /** Reads a value as YAML or a command line has it; empty if it is not legal. */
  public Optional<T> read(Object raw) {
    return type.reader().apply(raw);
  }

  /** The value as YAML has it. */
  public Object write(T value) {
    return type.writer().apply(value);
  }

  @Override
  public String toString() {
    return key;
  }
}
