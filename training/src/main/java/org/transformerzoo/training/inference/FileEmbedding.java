package org.transformerzoo.training.inference;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.datavec.reader.TextRecordReader;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.zoo.weights.AtomicFile;

/**
 * Embeds the texts of a file into a file of vectors, which appears when it is complete. Memory does
 * not grow with the number of texts.
 */
public final class FileEmbedding {

  private static final int TEXTS_AT_ONCE = 1024;

  private final SentenceEmbedder embedder;
  private final Optional<TextRole> role;
  private final IntConsumer progress;

  /**
   * Creates one.
   *
   * @param role of texts of which the file does not say it
   * @param progress is told how many vectors were written since it was told last
   */
  public FileEmbedding(SentenceEmbedder embedder, Optional<TextRole> role, IntConsumer progress) {
    this.embedder = embedder;
    this.role = role;
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
   * Writes a vector for each example that {@code reader} still has, in their order.
   *
   * @throws org.transformerzoo.datavec.InvalidDataException naming file and line, where a line
   *     cannot be used and the reader does not pass over it; then nothing is written
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public Written write(TextRecordReader reader, Path output, VectorFormat format) {
    Written[] result = new Written[1];
    AtomicFile.write(output, channel -> result[0] = writeTo(channel, reader, format));
    return result[0];
  }

  private Written writeTo(FileChannel channel, TextRecordReader reader, VectorFormat format)
      throws IOException {
    VectorWriter writer = null;
    long count = 0;
    int width = 0;
    while (reader.hasNext()) {
      List<TextExample> examples = next(reader);
      float[][] vectors = embed(examples);
      if (writer == null) {
        width = vectors[0].length;
        writer = format.begin(channel, width);
      }
      for (int i = 0; i < vectors.length; i++) {
        writer.write(examples.get(i).location().line(), vectors[i]);
      }
      count += vectors.length;
      progress.accept(vectors.length);
    }
    if (writer == null) {
      throw new IllegalArgumentException("The reader has no examples left");
    }
    writer.finish();
    return new Written(count, width);
  }

  private float[][] embed(List<TextExample> examples) {
    List<TextPair> inputs = new ArrayList<>();
    List<TextRole> roles = new ArrayList<>();
    for (TextExample example : examples) {
      inputs.add(new TextPair(example.text(), example.pair()));
      roles.add(example.role() == null ? role.orElse(null) : example.role());
    }
    return embedder.embedPairs(inputs, roles);
  }

  private static List<TextExample> next(TextRecordReader reader) {
    List<TextExample> examples = new ArrayList<>(TEXTS_AT_ONCE);
    while (examples.size() < TEXTS_AT_ONCE && reader.hasNext()) {
      examples.add(reader.nextExample());
    }
    return examples;
  }
}
