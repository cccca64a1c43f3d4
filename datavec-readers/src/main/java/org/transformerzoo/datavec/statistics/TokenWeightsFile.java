package org.transformerzoo.datavec.statistics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.tokenizer.Tokenizer;

/**
 * Reads weights of tokens from a UTF-8 file with a line for each: the token as the vocabulary
 * writes it, a tab, and its weight, a finite number of at least 0.
 */
public final class TokenWeightsFile {

  /** The weight of a token that the file does not name. */
  public static final float DEFAULT_WEIGHT = 1;

  private final Path file;
  private final Map<String, Float> weights = new HashMap<>();
  private final Map<String, Long> lines = new HashMap<>();

  private TokenWeightsFile(Path file) {
    this.file = file;
  }

  /**
   * The weight of each token of {@code tokenizer}, [vocabulary]: that of the token itself, else
   * that of the token in lower case, else {@link #DEFAULT_WEIGHT}.
   *
   * @throws InvalidDataException naming file and line, if a line is malformed or names a token that
   *     the vocabulary does not have, which then is another one than the file was made for
   */
  public static float[] read(Path file, Tokenizer tokenizer) {
    TokenWeightsFile read = new TokenWeightsFile(file);
    read.readLines();
    return read.weightsOf(tokenizer);
  }

  private void readLines() {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      long number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isEmpty()) {
          readLine(line, number);
        }
      }
    } catch (NoSuchFileException e) {
      throw new InvalidDataException(file + " does not exist or is not a file", e);
    } catch (CharacterCodingException e) {
      throw new InvalidDataException(file + " is not valid UTF-8", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    if (weights.isEmpty()) {
      throw new InvalidDataException(file + " is empty, expected tokens and their weights");
    }
  }

  private void readLine(String line, long number) {
    String[] cells = line.split("\t", -1);
    if (cells.length != 2) {
      throw new InvalidDataException(
          "%s line %d has %d columns, expected a token, a tab and its weight"
              .formatted(file, number, cells.length));
    }
    if (weights.put(cells[0], weight(cells[1], number)) != null) {
      throw new InvalidDataException(
          "%s line %d has a second weight for '%s'".formatted(file, number, cells[0]));
    }
    lines.put(cells[0], number);
  }

  private float weight(String text, long number) {
    float weight = Float.NaN;
    try {
      weight = Float.parseFloat(text);
    } catch (NumberFormatException e) {
      // The message below is about numbers that are out of range, too.
    }
    if (!(weight >= 0 && weight <= Float.MAX_VALUE)) {
      throw new InvalidDataException(
          "%s line %d has the weight '%s', expected a number of at least 0"
              .formatted(file, number, text));
    }
    return weight;
  }

  private float[] weightsOf(Tokenizer tokenizer) {
    float[] values = new float[tokenizer.vocabularySize()];
    Arrays.fill(values, DEFAULT_WEIGHT);
    Set<String> unused = new HashSet<>(weights.keySet());
    tokenizer
        .tokenIds()
        .forEach(
            (token, id) -> {
              String lowerCase = token.toLowerCase(Locale.ROOT);
              String key = weights.containsKey(token) ? token : lowerCase;
              values[id] = weights.getOrDefault(key, DEFAULT_WEIGHT);
              unused.remove(key);
            });
    unused.stream()
        .min((one, other) -> Long.compare(lines.get(one), lines.get(other)))
        .ifPresent(
            token -> {
              throw new InvalidDataException(
                  "%s line %d names '%s', which is not a token of the vocabulary; expected the weights of this tokenizer's tokens"
                      .formatted(file, lines.get(token), token));
            });
    return values;
  }
}
