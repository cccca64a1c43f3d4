package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * Lets through patterns that find what they seek in a time that grows with the text at most
 * squared. On others an unlucky text can make the native library go through so many tries that it
 * ends the process.
 */
final class PatternCheck {

  private static final int LONGEST = 100;

  private static final String ESCAPE = "\\\\(?:[sSdDwWnrt]|[^\\p{Alnum}\\s])|\\\\[pP]\\{\\w+\\}";
  private static final String CLASS = "\\[\\^?(?:[^\\\\\\[\\]^&-]|" + ESCAPE + "|\\w-\\w){1,50}\\]";
  private static final String ATOM =
      "(?:[^\\\\\\[\\](){}|*+?^$.]|\\.|" + ESCAPE + "|" + CLASS + ")";
  private static final String REPETITION = "(?:\\+|\\{[1-9]\\d?(?:,\\d{0,2})?\\})";

  /** Things in a row, at most one of them repeated. */
  private static final Pattern HARMLESS =
      Pattern.compile("(?=.)" + ATOM + "*" + "(?:(?<=.)" + REPETITION + ATOM + "*)?");

  private PatternCheck() {}

  /** Checks the {@code pattern} of a component: a text, or a regular expression. */
  static void check(JsonNode pattern, Path source) {
    JsonNode text = pattern.path("String");
    JsonNode expression = pattern.path("Regex");
    boolean isText = text.isTextual() && !text.textValue().isEmpty();
    boolean isHarmless = expression.isTextual() && harmless(expression.textValue());
    boolean harmless = pattern.size() == 1 && (isText || isHarmless);
    if (!harmless) {
      throw new InvalidDataException(
          source
              + " has the pattern "
              + Excerpt.of(pattern)
              + ", expected a text, or a regular expression without groups and alternatives and"
              + " with one repetition at most");
    }
  }

  private static boolean harmless(String expression) {
    return expression.length() <= LONGEST && HARMLESS.matcher(expression).matches();
  }
}
