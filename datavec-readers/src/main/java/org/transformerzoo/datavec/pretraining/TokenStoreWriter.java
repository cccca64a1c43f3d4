package org.transformerzoo.datavec.pretraining;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.transformerzoo.datavec.pretraining.TextSequence.TokenKind;
import org.transformerzoo.datavec.storage.RecordStoreWriter;

/** Writes the sequences of a {@link TokenStore} one after the other. */
final class TokenStoreWriter implements Closeable {

  private final RecordStoreWriter records;
  private long tokens;

  TokenStoreWriter(Path folder) throws IOException {
    records = new RecordStoreWriter(folder);
  }

  /**
   * Adds a sequence.
   *
   * @param ids token ids without those of the frame, [length]
   * @param kinds what each is, [length]
   * @param file the place in the list of files where its first line was read
   * @param line its number, counted from 1
   */
  void add(int[] ids, TokenKind[] kinds, int file, long line) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(TokenStore.HEAD + ids.length * Integer.BYTES);
    record.putInt(file).putLong(line);
    for (int i = 0; i < ids.length; i++) {
      record.putInt(ids[i] | kinds[i].code() << TokenStore.KIND_SHIFT);
    }
    records.add(record.array(), ids.length);
    tokens += ids.length;
  }

  int sequences() {
    return records.size();
  }

  /** Completes the store: without this nothing is kept. */
  void finish(long malformedLines) throws IOException {
    records.finish(Map.of(TokenStore.TOKENS, tokens, TokenStore.MALFORMED_LINES, malformedLines));
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
