package org.transformerzoo.training.inference;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.reader.ExampleLines;
import org.transformerzoo.datavec.reader.FileLine;
import org.transformerzoo.datavec.reader.MalformedLines;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.zoo.weights.AtomicFile;

/**
 * Embeds the texts of a file into a file of vectors, which appears when it is complete. Memory does
 * not grow with the number of texts.
 */
public final class FileEmbedding {

  private final SentenceEmbedder embedder;
  private final Optional<TextRole> role;
  private final MalformedLines policy;
  private final IntConsumer progress;

  /**
   * Creates one.
   *
   * @param role of texts of which the file does not say it
   * @param policy whether a malformed line has no vector or stops everything
   * @param progress is told how many lines were done since it was told last
   */
  public FileEmbedding(
      SentenceEmbedder embedder,
      Optional<TextRole> role,
      MalformedLines policy,
      IntConsumer progress) {
    this.embedder = embedder;
    this.role = role;
    this.policy = policy;
    this.progress = progress;
  }

  /**
   * What was written.
   *
   * @param count of vectors
   * @param width entries of each
   */
  public record Written(long count, int width) {}

  /**
   * Writes a vector for each example that {@code lines} still have, in their order.
   *
   * @throws InvalidDataException naming file and line, at a malformed line if that is fatal, or if
   *     there is no example; then nothing is written
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public Written write(ExampleLines lines, Path output, VectorFormat format) {
    Written[] result = new Written[1];
    AtomicFile.write(output, channel -> result[0] = writeTo(channel, lines, format));
    return result[0];
  }

  private Written writeTo(FileChannel channel, ExampleLines lines, VectorFormat format)
      throws IOException {
    VectorWriter writer = null;
    long count = 0;
    int width = 0;
    LineWindows windows = new LineWindows(lines);
    while (windows.hasNext()) {
      List<FileLine> window = windows.next();
      FilePrediction.requireSound(window, policy);
      List<TextExample> examples = Inputs.examples(window);
      float[][] vectors = embedder.embedPairs(Inputs.of(examples, role));
      if (writer == null && vectors.length > 0) {
        width = vectors[0].length;
        writer = format.begin(channel, width);
      }
      for (int i = 0; i < vectors.length; i++) {
        writer.write(examples.get(i).location().line(), vectors[i]);
      }
      count += vectors.length;
      progress.accept(window.size());
    }
    if (writer == null) {
      throw new InvalidDataException("There is no text to embed; " + lines.skipped().summary());
    }
    writer.finish();
    return new Written(count, width);
  }
}
