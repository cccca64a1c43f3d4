package org.transformerzoo.datavec.batching;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.datavec.storage.RecordStore;
import org.transformerzoo.datavec.storage.RecordStoreWriter;

/**
 * Tokenized examples in a folder on disk: what is in memory is one number for each, so that data
 * larger than memory can be sorted and shuffled as a whole.
 *
 * <p>A record has the path of its file within the folder of examples, if they came from a folder
 * (the number of its bytes as a short, then UTF-8), the line (long), the role (byte: -1 for none),
 * the number of tokens (int), their ids (ints) and segments (bytes), and the target as {@link
 * StoredTarget} writes it.
 */
public final class StoredExamples implements ExampleSource, Closeable {

  private static final String TRUNCATED = "truncated";
  private static final int NO_ROLE = -1;

  private final transient RecordStore store;
  private final URI file;

  private StoredExamples(RecordStore store, URI file) {
    this.store = store;
    this.file = file;
  }

  /** Whether {@code folder} holds examples that were written to their end. */
  public static boolean isComplete(Path folder) {
    return RecordStore.isComplete(folder);
  }

  /**
   * Opens the examples in {@code folder}.
   *
   * @param file where they were read, a file or a folder, for their locations
   * @throws InvalidDataException if they are damaged
   */
  public static StoredExamples open(Path folder, URI file) {
    return new StoredExamples(RecordStore.open(folder), file);
  }

  /**
   * Tokenizes examples into {@code folder}. They appear there whole or not at all.
   *
   * @param texts at least one
   * @param source the file that they are read from, or the folder of their files
   * @throws InvalidDataException naming file and line, if one cannot be used, or if the folder
   *     cannot be written
   */
  public static void write(
      Iterator<TextExample> texts, URI source, ExampleTokenizer tokenizer, Path folder) {
    try (RecordStoreWriter writer = new RecordStoreWriter(folder)) {
      long truncated = 0;
      while (texts.hasNext()) {
        ExampleTokenizer.Tokenized tokenized = tokenizer.tokenizeSome(texts);
        truncated += tokenized.truncated();
        for (TokenizedExample example : tokenized.examples()) {
          writer.add(record(example, source), example.length());
        }
      }
      writer.finish(Map.of(TRUNCATED, truncated));
    } catch (IOException e) {
      throw new InvalidDataException(
          "The tokenized examples cannot be written to %s: %s".formatted(folder, e.getMessage()),
          e);
    }
  }

  private static byte[] record(TokenizedExample example, URI source) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    byte[] path = within(source, example.location().uri()).getBytes(StandardCharsets.UTF_8);
    out.writeShort(path.length);
    out.write(path);
    out.writeLong(example.location().line());
    out.writeByte(example.role().map(TextRole::id).orElse(NO_ROLE));
    out.writeInt(example.length());
    for (int id : example.inputIds()) {
      out.writeInt(id);
    }
    for (int type : example.tokenTypeIds()) {
      out.writeByte(type);
    }
    StoredTarget.write(example.target(), out);
    return bytes.toByteArray();
  }

  @Override
  public int size() {
    return store.size();
  }

  @Override
  public int[] lengths() {
    return store.lengths();
  }

  /** How many sequences were shortened to respect the maximum length. */
  public long truncated() {
    return store.fact(TRUNCATED);
  }

  /** The example at an index, the same in each epoch. */
  @Override
  public TokenizedExample example(int index, long epoch) {
    ByteBuffer record = store.record(index);
    ExampleLocation location = location(record);
    int role = record.get();
    int[] ids = new int[record.getInt()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = record.getInt();
    }
    int[] types = new int[ids.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = record.get();
    }
    return new TokenizedExample(
        ids,
        types,
        StoredTarget.read(record),
        location,
        TextRole.parse(Integer.toString(role)).orElse(null));
  }

  @Override
  public ExampleLocation location(int index) {
    return location(store.record(index));
  }

  private ExampleLocation location(ByteBuffer record) {
    byte[] path = new byte[record.getShort()];
    record.get(path);
    String within = new String(path, StandardCharsets.UTF_8);
    return new ExampleLocation(within.isEmpty() ? file : file.resolve(within), record.getLong());
  }

  private static String within(URI source, URI file) {
    return file == null || file.equals(source) ? "" : source.relativize(file).toString();
  }

  @Override
  public void close() {
    store.close();
  }
}
