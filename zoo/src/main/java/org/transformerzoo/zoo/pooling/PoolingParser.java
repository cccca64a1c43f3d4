package org.transformerzoo.zoo.pooling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.pooling.PoolingText.Option;
import org.transformerzoo.zoo.pooling.PoolingText.Stage;

/** Parses the grammar of {@link PoolingText} by recursive descent. */
final class PoolingParser {

  /** Far more than any pooling needs, and too little to exhaust the stack. */
  private static final int LONGEST = 2000;

  private final String text;
  private int position;

  private PoolingParser(String text) {
    this.text = text;
  }

  static PoolingText parse(String text) {
    if (text.length() > LONGEST) {
      throw new InvalidModelException(
          "The pooling has %d characters, expected at most %d".formatted(text.length(), LONGEST));
    }
    return new PoolingParser(text).pooling();
  }

  private PoolingText pooling() {
    int start = position;
    Optional<String> states = Optional.of(word("a pooling")).filter(word -> take(':'));
    if (states.isEmpty()) {
      position = start;
    }
    List<Stage> stages = stages();
    if (peek() != END) {
      throw expected("\"+\" or the end");
    }
    return new PoolingText(states, stages);
  }

  private List<Stage> stages() {
    List<Stage> stages = new ArrayList<>();
    do {
      stages.add(stage());
    } while (take('+'));
    return stages;
  }

  private Stage stage() {
    String word = word("a pooling");
    List<Option> options = new ArrayList<>();
    if (take('(') && !take(')')) {
      do {
        options.add(option());
      } while (take(','));
      if (!take(')')) {
        throw expected("\",\" or \")\"");
      }
    }
    return new Stage(word, options);
  }

  private Option option() {
    int start = position;
    Optional<String> key = Optional.of(word("an option")).filter(word -> take('='));
    if (key.isEmpty()) {
      position = start;
    }
    return new Option(key, stages());
  }

  private String word(String wanted) {
    peek();
    int start = position;
    while (position < text.length() && isWordPart(text.charAt(position))) {
      position++;
    }
    if (position == start) {
      throw expected(wanted);
    }
    return text.substring(start, position);
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
  }

  private static final char END = '\0';

  /** The next character that is not a space. */
  private char peek() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    return position < text.length() ? text.charAt(position) : END;
  }

  private boolean take(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    position++;
    return true;
  }

  private InvalidModelException expected(String wanted) {
    String found = peek() == END ? "the end" : "\"" + peek() + "\"";
    return new InvalidModelException(
        "The pooling \"%s\" has %s at character %d, expected %s"
            .formatted(text, found, position + 1, wanted));
  }
}
