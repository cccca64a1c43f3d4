package org.transformerzoo.training.inference;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.transformerzoo.datavec.reader.ExampleLines;
import org.transformerzoo.datavec.reader.FileLine;

/**
 * The lines of a file in windows that are small enough to hold and large enough to be sorted by
 * length. A window ends before each line whose number follows a multiple of {@value #LINES}, and
 * where its texts have become long, so that the same lines are computed together whichever part of
 * the file was read first.
 */
public final class LineWindows implements Iterator<List<FileLine>> {

  /** The most lines of a window. */
  public static final int LINES = 1024;

  private static final long LONG = 1L << 22;

  private final ExampleLines lines;
  private FileLine ahead;

  /** The windows of {@code lines} from here on. */
  public LineWindows(ExampleLines lines) {
    this.lines = lines;
  }

  @Override
  public boolean hasNext() {
    if (ahead == null) {
      ahead = lines.next().orElse(null);
    }
    return ahead != null;
  }

  @Override
  public List<FileLine> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no lines left");
    }
    List<FileLine> window = new ArrayList<>();
    long section = section(ahead);
    long characters = 0;
    while (hasNext() && section(ahead) == section && characters < LONG) {
      characters += characters(ahead);
      window.add(ahead);
      ahead = null;
    }
    return window;
  }

  private static long section(FileLine line) {
    return (line.location().line() - 1) / LINES;
  }

  private static long characters(FileLine line) {
    if (line instanceof FileLine.Sound sound) {
      String pair = sound.example().pair();
      return sound.example().text().length() + (pair == null ? 0L : pair.length());
    }
    return 0;
  }
}
