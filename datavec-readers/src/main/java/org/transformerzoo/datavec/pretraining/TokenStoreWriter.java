package org.transformerzoo.datavec.pretraining;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.transformerzoo.datavec.pretraining.TextSequence.TokenKind;

/** Writes the sequences of a {@link TokenStore} one after the other. */
final class TokenStoreWriter implements Closeable {

  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final DataOutputStream tokens;
  private final DataOutputStream index;
  private long tokenCount;
  private long sequenceCount;

  TokenStoreWriter(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
    Files.deleteIfExists(folder.resolve(TokenStore.MANIFEST));
    tokens = open(TokenStore.TOKENS);
    index = open(TokenStore.INDEX);
  }

  private DataOutputStream open(String name) throws IOException {
    return new DataOutputStream(
        new BufferedOutputStream(Files.newOutputStream(folder.resolve(name)), BUFFER));
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
    index.writeLong(tokenCount);
    index.writeInt(ids.length);
    index.writeInt(file);
    index.writeLong(line);
    for (int i = 0; i < ids.length; i++) {
      tokens.writeInt(ids[i] | kinds[i].code() << TokenStore.KIND_SHIFT);
    }
    tokenCount += ids.length;
    sequenceCount++;
  }

  long sequences() {
    return sequenceCount;
  }

  /** Completes the store: without this it counts as broken off. */
  void finish(long malformedLines) throws IOException {
    close();
    TokenStore.Manifest manifest =
        new TokenStore.Manifest(sequenceCount, tokenCount, malformedLines);
    Path incomplete = folder.resolve(TokenStore.MANIFEST + ".incomplete");
    Files.write(incomplete, new ObjectMapper().writeValueAsBytes(manifest));
    Files.move(incomplete, folder.resolve(TokenStore.MANIFEST));
  }

  @Override
  public void close() throws IOException {
    try (tokens;
        index) {
      tokens.flush();
      index.flush();
    }
  }
}
