package org.transformerzoo.datavec.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.pretraining.TextSequence.TokenKind;
import org.transformerzoo.datavec.reader.MalformedLines;
import org.transformerzoo.datavec.reader.TextFiles;
import org.transformerzoo.datavec.tokenizer.Tokenizer;

class TextPackerTest {

  private static final int CLS = 2;
  private static final int SEP = 3;

  @TempDir private Path folder;
  private Tokenizer tokenizer;
  private Path text;

  @BeforeEach
  void makeTokenizer() throws IOException {
    Path files = Files.createDirectories(folder.resolve("tokenizer"));
    Files.write(
        files.resolve("vocab.txt"),
        List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "d", "##e"));
    tokenizer = Tokenizer.load(files);
    text = folder.resolve("text.txt");
  }

  @AfterEach
  void close() {
    tokenizer.close();
  }

  private TokenStore pack(Packing packing, MalformedLines policy) {
    return new TextPacker(tokenizer, packing, 6, policy, 64)
        .pack(TextFiles.at(text), folder.resolve("tokens"));
  }

  private int[][] ids(Packing packing) {
    try (TokenStore store = pack(packing, MalformedLines.COUNT)) {
      return IntStream.range(0, store.size())
          .mapToObj(i -> store.sequence(i).inputIds())
          .toArray(int[][]::new);
    }
  }

  @Test
  void fillsSequencesOverTheEndsOfDocuments() throws IOException {
    Files.writeString(text, "a b\nc\n\nd ae\nb\n");
    assertThat(ids(Packing.FULL))
        .isDeepEqualTo(new int[][] {{CLS, 5, 6, 7, SEP, SEP}, {CLS, 8, 5, 9, 6, SEP}});
  }

  @Test
  void fillsSequencesWithinDocuments() throws IOException {
    Files.writeString(text, "a b\nc\n\nd ae\nb\nc\n");
    assertThat(ids(Packing.DOCUMENTS))
        .isDeepEqualTo(new int[][] {{CLS, 5, 6, 7, SEP}, {CLS, 8, 5, 9, 6, SEP}, {CLS, 7, SEP}});
  }

  @Test
  void beginsASequenceWithEachLine() throws IOException {
    Files.writeString(text, "a b c d a\nc\n");
    assertThat(ids(Packing.LINES))
        .isDeepEqualTo(new int[][] {{CLS, 5, 6, 7, 8, SEP}, {CLS, 5, SEP}, {CLS, 7, SEP}});
  }

  @Test
  void knowsWordsAndWhereTheyWereRead() throws IOException {
    Files.writeString(text, "a b\n\nc\nae ae\n");
    try (TokenStore store = pack(Packing.DOCUMENTS, MalformedLines.COUNT)) {
      TextSequence second = store.sequence(1);
      assertThat(second.inputIds()).containsExactly(CLS, 7, 5, 9, 5, SEP);
      assertThat(second.kinds())
          .containsExactly(
              TokenKind.SPECIAL,
              TokenKind.WORD_START,
              TokenKind.WORD_START,
              TokenKind.WORD_PART,
              TokenKind.WORD_START,
              TokenKind.SPECIAL);
      assertThat(second.words()).isDeepEqualTo(new int[][] {{1}, {2, 3}, {4}});
      assertThat(second.location()).hasToString(text + " line 3");
      assertThat(store.lengths()).containsExactly(4, 6, 3);
    }
  }

  @Test
  void readsFoldersAndGzip() throws IOException {
    text = Files.createDirectories(folder.resolve("corpus"));
    Files.writeString(text.resolve("1.txt"), "a b c d");
    Files.write(text.resolve("2.txt.gz"), gzip("d c b a"));
    Files.writeString(text.resolve(".hidden"), "a a a a");
    assertThat(ids(Packing.DOCUMENTS))
        .isDeepEqualTo(new int[][] {{CLS, 5, 6, 7, 8, SEP}, {CLS, 8, 7, 6, 5, SEP}});
  }

  private static byte[] gzip(String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void isMadeOnceAndOpenedAgain() throws IOException {
    Files.writeString(text, "a b c d");
    int[][] first = ids(Packing.FULL);
    Files.writeString(text, "d d d d");
    assertThat(ids(Packing.FULL)).isDeepEqualTo(first);
    Files.delete(folder.resolve("tokens").resolve("manifest.json"));
    assertThat(ids(Packing.FULL)).isDeepEqualTo(new int[][] {{CLS, 8, 8, 8, 8, SEP}});
  }

  @Test
  void countsMalformedLinesOrStopsAtThem() throws IOException {
    Files.writeString(text, "a\nb\0b\n" + "c".repeat(65) + "\nd\n");
    assertThatThrownBy(() -> pack(Packing.FULL, MalformedLines.FAIL))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("text.txt line 2 has a NUL character");
    try (TokenStore store = pack(Packing.FULL, MalformedLines.COUNT)) {
      assertThat(store.malformedLines()).isEqualTo(2);
      assertThat(store.sequence(0).inputIds()).containsExactly(CLS, 5, 8, SEP);
    }
  }

  @Test
  void refusesWhatHasNoText() throws IOException {
    assertThatThrownBy(() -> pack(Packing.FULL, MalformedLines.COUNT))
        .hasMessageContaining("text.txt does not exist");
    Files.writeString(text, "\n  \n");
    assertThatThrownBy(() -> pack(Packing.FULL, MalformedLines.COUNT))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("text.txt has no text");
  }

  @Test
  void refusesDamagedGzip() throws IOException {
    byte[] whole = gzip("a b c d\n".repeat(1000));
    Files.write(text, Arrays.copyOf(whole, whole.length - 12));
    assertThatThrownBy(() -> pack(Packing.FULL, MalformedLines.COUNT))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("text.txt cannot be read beyond line");
  }
}
