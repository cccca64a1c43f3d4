package org.transformerzoo.tuning.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transformerzoo.tuning.search.CandidateResult;
import org.transformerzoo.tuning.search.Ending;
import org.transformerzoo.tuning.search.SearchStanding;

class TerminalViewTest {

  private static final CandidateResult FIRST =
      new CandidateResult(0, Map.of("llrd", 0.9), Ending.COMPLETE, 0.5, List.of(), 12, null);
  private static final CandidateResult SECOND =
      new CandidateResult(
          1, Map.of("llrd", 0.8), Ending.FAILED, null, List.of(), 3, "The loss is NaN");
  private static final SearchStanding AFTER_FIRST = new SearchStanding(1, 2, 0, 0, FIRST, 12.0);
  private static final SearchStanding AFTER_BOTH = new SearchStanding(2, 2, 1, 0, FIRST, 0.0);

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aTerminalHasALineForEachCandidateAndTheStandingUnderThem() {
    TerminalView view = new TerminalView(out);
    view.finished(FIRST, AFTER_FIRST);
    view.finished(SECOND, AFTER_BOTH);
    view.ended();
    String newLine = System.lineSeparator();
    assertThat(text())
        .isEqualTo(
            "\r\u001b[KCandidate 0: 0.5000, llrd 0.9, 12 s"
                + newLine
                + "\u001b[?7l1 of 2 done, best 0.5000 (candidate 0: llrd 0.9), about 12 s left\u001b[?7h"
                + "\r\u001b[KCandidate 1: failed (The loss is NaN), llrd 0.8, 3 s"
                + newLine
                + "\u001b[?7l2 of 2 done, 1 failed, best 0.5000 (candidate 0: llrd 0.9)\u001b[?7h"
                + "\r\u001b[K");
  }

  @Test
  void elsewhereThereAreWholeLines() {
    TerminalView.lines(out).finished(FIRST, AFTER_FIRST);
    TerminalView.lines(out).finished(SECOND, AFTER_BOTH);
    assertThat(text())
        .isEqualToNormalizingNewlines(
            """
            Candidate 0: 0.5000, llrd 0.9, 12 s; 1 of 2 done, best 0.5000 (candidate 0: llrd 0.9), about 12 s left
            Candidate 1: failed (The loss is NaN), llrd 0.8, 3 s; 2 of 2 done, 1 failed, best 0.5000 (candidate 0: llrd 0.9)
            """);
  }
}
