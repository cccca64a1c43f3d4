package org.transformerzoo.datavec.pretraining;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.pretraining.TextSequence.TokenKind;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.datavec.storage.RecordStore;

/**
 * Tokenized sequences in a folder on disk, of which any one can be read: what is in memory is one
 * number for each. Several threads may read at once.
 *
 * <p>A record has the file (int) and the line (long) where the sequence begins, and an int for each
 * token: the id in the lower 28 bits, its kind above.
 */
public final class TokenStore implements Closeable {

  static final String TOKENS = "tokens";
  static final String MALFORMED_LINES = "malformed lines";
  static final int KIND_SHIFT = 28;
  static final int HEAD = Integer.BYTES + Long.BYTES;

  private static final int ID_MASK = (1 << KIND_SHIFT) - 1;

  private final RecordStore records;
  private final SequenceFrame frame;
  private final List<Path> files;

  private TokenStore(RecordStore records, SequenceFrame frame, List<Path> files) {
    this.records = records;
    this.frame = frame;
    this.files = List.copyOf(files);
  }

  /**
   * Opens the store in {@code folder}.
   *
   * @param files those that it was made from
   * @throws InvalidDataException if it is damaged
   */
  static TokenStore open(Path folder, SequenceFrame frame, List<Path> files) {
    return new TokenStore(RecordStore.open(folder), frame, files);
  }

  /** The number of sequences. */
  public int size() {
    return records.size();
  }

  /** The number of tokens of each sequence, special tokens included, [size]. */
  public int[] lengths() {
    int[] lengths = records.lengths();
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] += frame.length();
    }
    return lengths;
  }

  /** All tokens, without those that go around each sequence. */
  public long tokens() {
    return records.fact(TOKENS);
  }

  /** How many malformed lines were left out. */
  public long malformedLines() {
    return records.fact(MALFORMED_LINES);
  }

  /** The sequence at a place in 0..size-1. */
  public TextSequence sequence(int place) {
    ByteBuffer record = records.record(place);
    ExampleLocation location = location(record);
    int[] ids = new int[record.remaining() / Integer.BYTES];
    TokenKind[] kinds = new TokenKind[ids.length];
    for (int i = 0; i < ids.length; i++) {
      int token = record.getInt();
      ids[i] = token & ID_MASK;
      kinds[i] = TokenKind.of(token >>> KIND_SHIFT);
    }
    return frame.around(ids, kinds, location);
  }

  /** Where the sequence at a place begins. */
  public ExampleLocation location(int place) {
    return location(records.record(place));
  }

  private ExampleLocation location(ByteBuffer record) {
    Path file = files.get(record.getInt());
    return new ExampleLocation(file.toUri(), record.getLong());
  }

  @Override
  public void close() {
    records.close();
  }
}
