package org.transformerzoo.datavec.pretraining;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.pretraining.TextSequence.TokenKind;
import org.transformerzoo.datavec.reader.ExampleLocation;

/**
 * Tokenized sequences in a folder on disk, of which any one can be read: what is in memory is one
 * number for each. Several threads may read at once.
 *
 * <p>{@code tokens} has an int for each token: the id in the lower 28 bits, its kind above; {@code
 * index} has for each sequence the place of its first token (long), its length (int), the file
 * (int) and the line (long) where it begins; all big-endian.
 */
public final class TokenStore implements Closeable {

  static final String TOKENS = "tokens";
  static final String INDEX = "index";
  static final String MANIFEST = "manifest.json";
  static final int KIND_SHIFT = 28;

  private static final int ID_MASK = (1 << KIND_SHIFT) - 1;
  private static final int ENTRY = Long.BYTES + Integer.BYTES + Integer.BYTES + Long.BYTES;
  private static final int BUFFER = 1 << 16;

  /**
   * What a store holds.
   *
   * @param sequences their number
   * @param tokens their tokens in all, without those of the frames
   * @param malformedLines lines that were left out
   */
  record Manifest(long sequences, long tokens, long malformedLines) {}

  private final Path folder;
  private final SequenceFrame frame;
  private final List<Path> files;
  private final Manifest manifest;
  private final FileChannel tokens;
  private final FileChannel index;
  private final int[] lengths;

  private TokenStore(Path folder, SequenceFrame frame, List<Path> files) throws IOException {
    this.folder = folder;
    this.frame = frame;
    this.files = List.copyOf(files);
    this.manifest = new ObjectMapper().readValue(folder.resolve(MANIFEST).toFile(), Manifest.class);
    this.lengths = readLengths();
    this.tokens = FileChannel.open(folder.resolve(TOKENS));
    this.index = FileChannel.open(folder.resolve(INDEX));
  }

  /** Whether {@code folder} holds a store that was written to its end. */
  static boolean isComplete(Path folder) {
    return Files.isRegularFile(folder.resolve(MANIFEST));
  }

  static TokenStore open(Path folder, SequenceFrame frame, List<Path> files) {
    try {
      return new TokenStore(folder, frame, files);
    } catch (IOException e) {
      throw new InvalidDataException(
          "The tokenized text in %s cannot be read: %s; delete the folder to have it made again"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private int[] readLengths() throws IOException {
    int[] all = new int[Math.toIntExact(manifest.sequences())];
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(Files.newInputStream(folder.resolve(INDEX)), BUFFER))) {
      for (int i = 0; i < all.length; i++) {
        in.readLong();
        all[i] = in.readInt() + frame.length();
        in.skipNBytes(Integer.BYTES + Long.BYTES);
      }
    }
    return all;
  }

  /** The number of sequences. */
  public int size() {
    return lengths.length;
  }

  /** The number of tokens of each sequence, special tokens included, [size]. */
  public int[] lengths() {
    return lengths.clone();
  }

  /** All tokens, without those that go around each sequence. */
  public long tokens() {
    return manifest.tokens();
  }

  /** How many malformed lines were left out. */
  public long malformedLines() {
    return manifest.malformedLines();
  }

  /** The sequence at a place in 0..size-1. */
  public TextSequence sequence(int place) {
    ByteBuffer entry = entry(place);
    long first = entry.getLong();
    int length = entry.getInt();
    ByteBuffer packed = read(tokens, first * Integer.BYTES, length * Integer.BYTES);
    int[] ids = new int[length];
    TokenKind[] kinds = new TokenKind[length];
    for (int i = 0; i < length; i++) {
      int token = packed.getInt();
      ids[i] = token & ID_MASK;
      kinds[i] = TokenKind.of(token >>> KIND_SHIFT);
    }
    return frame.around(ids, kinds, location(entry));
  }

  /** Where the sequence at a place begins. */
  public ExampleLocation location(int place) {
    ByteBuffer entry = entry(place);
    entry.position(Long.BYTES + Integer.BYTES);
    return location(entry);
  }

  private ExampleLocation location(ByteBuffer entry) {
    Path file = files.get(entry.getInt());
    return new ExampleLocation(file.toUri(), entry.getLong());
  }

  private ByteBuffer entry(int place) {
    return read(index, (long) place * ENTRY, ENTRY);
  }

  private ByteBuffer read(FileChannel channel, long position, int bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    try {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, position + buffer.position()) < 0) {
          throw new EOFException("it ends too early");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The tokenized text in %s cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
    return buffer.flip();
  }

  @Override
  public void close() {
    try (tokens;
        index) {
      // closing is all
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be closed: " + e.getMessage(), e);
    }
  }
}
