package org.transformerzoo.tuning.search;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How what a search is about is written for people: short, the same in the terminal and reports.
 */
public final class DisplayText {

  /** In place of a number that is not there. */
  public static final String NONE = "–";

  private static final MathContext DIGITS = new MathContext(4);
  private static final double SMALLEST_PLAIN = 1e-3;
  private static final double LARGEST_PLAIN = 1e6;
  private static final long MINUTE = 60;
  private static final long HOUR = 3600;

  /** Up to one and a half of a unit, the smaller one says more. */
  private static final double UNTIL = 1.5;

  private DisplayText() {}

  /** A setting's value, numbers with four digits. */
  public static String value(Object value) {
    if (value == null) {
      return "not set";
    }
    return value instanceof Double number ? number(number) : String.valueOf(value);
  }

  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    return size >= SMALLEST_PLAIN && size < LARGEST_PLAIN
        ? new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString()
        : scientific(value);
  }

  private static String scientific(double value) {
    return String.format(Locale.ROOT, "%.3e", value)
        .replaceFirst("\\.?0+e", "e")
        .replaceFirst("e\\+?(-?)0*", "e$1");
  }

  /** A score, or a difference of scores; {@link #NONE} for none. */
  public static String score(Double score) {
    if (score == null || score.isNaN()) {
      return NONE;
    }
    double size = Math.abs(score);
    return size < LARGEST_PLAIN ? String.format(Locale.ROOT, "%.4f", score) : number(score);
  }

  /** Settings with their values. */
  public static String settings(Map<String, Object> settings) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + " " + value(setting.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** A finished candidate: its score or how it ended, its settings and how long it took. */
  public static String candidate(CandidateResult candidate) {
    String outcome =
        candidate.isComplete()
            ? score(candidate.score())
            : candidate.ending().publicName() + " (" + candidate.reason() + ")";
    return "Candidate %d: %s, %s, %s"
        .formatted(
            candidate.index(),
            outcome,
            settings(candidate.varied()),
            duration(candidate.seconds()));
  }

  /** How long something takes. */
  public static String duration(double seconds) {
    if (seconds < UNTIL * MINUTE) {
      return Math.round(seconds) + " s";
    }
    long minutes = Math.round(seconds / MINUTE);
    return seconds < UNTIL * HOUR
        ? minutes + " min"
        : "%d h %02d min".formatted(minutes / MINUTE, minutes % MINUTE);
  }
}
