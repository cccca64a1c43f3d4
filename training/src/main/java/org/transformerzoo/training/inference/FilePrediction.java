package org.transformerzoo.training.inference;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.reader.ExampleLines;
import org.transformerzoo.datavec.reader.FileLine;
import org.transformerzoo.datavec.reader.MalformedLines;
import org.transformerzoo.zoo.weights.AtomicFile;

/**
 * Predicts for the lines of a file into {@link PredictionLines a table}, which appears when it is
 * complete. Memory does not grow with the number of lines.
 */
public final class FilePrediction {

  private final PredictionLines table;
  private final MalformedLines policy;
  private final IntConsumer progress;

  /**
   * Creates one.
   *
   * @param policy whether a malformed line is marked in the table or stops everything
   * @param progress is told how many lines were done since it was told last
   */
  public FilePrediction(TextPredictor predictor, MalformedLines policy, IntConsumer progress) {
    this.table = new PredictionLines(predictor);
    this.policy = policy;
    this.progress = progress;
  }

  /**
   * Writes a row for each line that {@code lines} still has, in their order.
   *
   * @return how many rows have a prediction
   * @throws InvalidDataException naming file and line, at a malformed line if that is fatal; then
   *     nothing is written
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public long write(ExampleLines lines, Path output) {
    long[] predicted = new long[1];
    AtomicFile.write(output, channel -> predicted[0] = writeTo(channel, lines));
    return predicted[0];
  }

  private long writeTo(FileChannel channel, ExampleLines lines) throws IOException {
    Writer writer = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
    writer.write(table.header() + "\n");
    LineWindows windows = new LineWindows(lines);
    long predicted = 0;
    while (windows.hasNext()) {
      List<FileLine> window = windows.next();
      predicted += requireSound(window, policy);
      for (String row : table.rows(window)) {
        writer.write(row + "\n");
      }
      progress.accept(window.size());
    }
    writer.flush();
    return predicted;
  }

  /** How many of {@code lines} are sound; fails at another one if the policy says so. */
  static long requireSound(List<FileLine> lines, MalformedLines policy) {
    long sound = 0;
    for (FileLine line : lines) {
      if (line instanceof FileLine.Sound) {
        sound++;
      } else if (policy == MalformedLines.FAIL) {
        throw new InvalidDataException(((FileLine.Malformed) line).sentence());
      }
    }
    return sound;
  }
}
