package org.transformerzoo.datavec.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.InvalidDataException;

/** Ids worked out by hand; Ġ is how a space is spelled. */
class ByteLevelDefinitionTest {

  static final String VOCABULARY =
      """
      {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "t": 4, "h": 5, "e": 6, "c": 7, "a": 8,
       "Ġ": 9, "he": 10, "the": 11, "Ġc": 12, "Ġca": 13, "<mask>": 14}
      """;
  static final String MERGES = "#version: 0.2\nh e\nt he\nĠ c\nĠc a\n";

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    write("vocab.json", VOCABULARY);
    write("merges.txt", MERGES);
  }

  @Test
  void piecesAreJoinedInTheOrderOfTheMerges() throws IOException {
    assertThat(ids("the cat", null)).containsExactly(0, 11, 13, 4, 2);
    assertThat(ids("", null)).containsExactly(0, 2);
    assertThat(ids(" ", null)).containsExactly(0, 9, 2);
  }

  @Test
  void pairsHaveTwoSeparatorsAndOneSegment() {
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      Encoding pair = tokenizer.encode("the", "cat", Truncation.LONGEST_FIRST, 16);
      assertThat(pair.inputIds()).containsExactly(0, 11, 2, 2, 7, 8, 4, 2);
      assertThat(pair.tokenTypeIds()).containsOnly(0);
      assertThat(pair.specialTokensMask()).containsExactly(1, 0, 1, 1, 0, 0, 0, 1);
      assertThat(tokenizer.specialTokensOfPair()).isEqualTo(4);
    }
  }

  @Test
  void theMaskTakesTheSpaceBeforeIt() {
    assertThat(ids("the <mask> cat", null)).containsExactly(0, 11, 14, 13, 4, 2);
  }

  @Test
  void theMaskLeavesTheSpaceIfTheFolderSaysSo() throws IOException {
    write(
        "special_tokens_map.json",
        "{\"mask_token\": {\"content\": \"<mask>\", \"lstrip\": false}}");
    assertThat(ids("the <mask> cat", null)).containsExactly(0, 11, 9, 14, 13, 4, 2);
  }

  @Test
  void bytesWithoutAPieceAreUnknown() {
    assertThat(ids("thex", null)).containsExactly(0, 11, 3, 2);
  }

  @Test
  void aSpaceMayBePutBeforeTheText() throws IOException {
    write("tokenizer_config.json", "{\"add_prefix_space\": true}");
    assertThat(ids("cat", null)).containsExactly(0, 13, 4, 2);
  }

  @Test
  void wordsAreEncodedAsInTheMiddleOfText() throws IOException {
    for (String prefix : List.of("true", "false")) {
      write("tokenizer_config.json", "{\"add_prefix_space\": " + prefix + "}");
      try (Tokenizer tokenizer = Tokenizer.load(folder)) {
        Encoding words = tokenizer.encodeWords(List.of("cat", "ca"), Truncation.LONGEST_FIRST, 16);
        assertThat(words.inputIds()).containsExactly(0, 13, 4, 13, 2);
        assertThat(words.wordIds()).containsExactly(-1, 0, 0, 1, -1);
      }
    }
  }

  @Test
  void piecesDecodeBack() {
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      int[] ids = tokenizer.encode(" the cat", Truncation.LONGEST_FIRST, 16).inputIds();
      assertThat(tokenizer.decode(ids, true)).isEqualTo(" the cat");
      assertThat(tokenizer.decode(ids, false)).isEqualTo("<s> the cat</s>");
    }
  }

  @Test
  void facts() {
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      assertThat(tokenizer.vocabularySize()).isEqualTo(15);
      assertThat(tokenizer.padTokenId()).isEqualTo(1);
      assertThat(tokenizer.padTokenTypeId()).isZero();
      assertThat(tokenizer.paddingSide()).isEqualTo(PaddingSide.RIGHT);
      assertThat(tokenizer.maskTokenId()).hasValue(14);
    }
  }

  @Test
  void tokensMayBeAdded() throws IOException {
    write("added_tokens.json", "{\"<user>\": 15}");
    assertThat(ids("the<user>", null)).containsExactly(0, 11, 15, 2);
    write("added_tokens.json", "{\"<user>\": 20}");
    refused("the added token '<user>' the id 20, expected 15");
    write("added_tokens.json", "{\"<user>\": \"15\"}");
    refused("added_tokens.json gives '<user>' the id \"15\", expected a whole number");
  }

  @Test
  void brokenFilesGetOneClearSentence() throws IOException {
    write("merges.txt", "#version: 0.2\nh e\nt\n");
    refused("merges.txt line 3 is not two pieces with a space between them");
    write("merges.txt", "h e\nh t\n");
    refused("merges.txt line 2 has the piece 'ht', which is not in vocab.json");
    Files.delete(folder.resolve("merges.txt"));
    refused("has vocab.json but no merges.txt");
    write("merges.txt", "");
    write("vocab.json", "[1]");
    refused("vocab.json is not an object of pieces and their ids");
    write("vocab.json", "{\"a\": 1, \"b\": 1}");
    refused("vocab.json gives the id 1 to both 'a' and 'b'");
    write("vocab.json", "{\"a\": -1}");
    refused("vocab.json gives 'a' the id -1, expected a whole number from 0");
    write("vocab.json", "{\"a\": 4294967296}");
    refused("vocab.json gives 'a' the id 4294967296");
    write("vocab.json", "{\"a\": 1}");
    refused("vocab.json has no piece '<s>' among its 1");
    Files.write(folder.resolve("vocab.json"), new byte[] {'{', '"', (byte) 0xC3, '"'});
    refused("vocab.json is not valid UTF-8");
  }

  private void refused(String sentence) {
    assertThatThrownBy(() -> Tokenizer.load(folder))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(sentence);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private int[] ids(String text, String pair) {
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      return tokenizer.encode(text, pair, Truncation.LONGEST_FIRST, 16).inputIds();
    }
  }
}
