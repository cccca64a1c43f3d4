package org.transformerzoo.tuning.cli;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.io.PrintStream;
import org.transformerzoo.tuning.search.CandidateResult;
import org.transformerzoo.tuning.search.DisplayText;
import org.transformerzoo.tuning.search.SearchStanding;
import org.transformerzoo.tuning.search.SearchView;

/**
 * A line for each finished candidate and, under the last of them, one that says where the search
 * stands and is drawn anew each time.
 */
public final class TerminalView implements SearchView {

  private static final int STANDARD_ERROR = 2;

  /** Goes to the beginning of the line and clears it. */
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream out;

  TerminalView(PrintStream out) {
    this.out = out;
  }

  /** The view for standard error: this one on a terminal, else plain lines. */
  public static SearchView ofStandardError() {
    return isTerminal() ? new TerminalView(System.err) : lines(System.err);
  }

  /** A line for each finished candidate, which says where the search stands too. */
  static SearchView lines(PrintStream out) {
    return (candidate, standing) -> out.println(DisplayText.candidate(candidate) + "; " + standing);
  }

  private static boolean isTerminal() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    Function check =
        Function.getFunction(Platform.C_LIBRARY_NAME, Platform.isWindows() ? "_isatty" : "isatty");
    return check.invokeInt(new Object[] {STANDARD_ERROR}) != 0;
  }

  @Override
  public void finished(CandidateResult candidate, SearchStanding standing) {
    out.print(CLEAR);
    out.println(DisplayText.candidate(candidate));
    out.print("\u001b[?7l" + standing + "\u001b[?7h"); // cut off, not wrapped, where it is too long
    out.flush();
  }

  /** Whatever is written next begins its own line. */
  @Override
  public void ended() {
    out.print(CLEAR);
    out.flush();
  }
}
