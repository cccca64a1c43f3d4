package org.transformerzoo.datavec.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.TestFolders;

/** What the small files beside vocab.txt change. */
class WordPieceDefinitionTest {

  @TempDir private Path folder;

  @BeforeEach
  void vocabulary() throws IOException {
    Files.copy(TestFolders.resource("tokenizer/uncased/vocab.txt"), folder.resolve("vocab.txt"));
  }

  @Test
  void accentsMayBeKeptWhileLowerCasing() throws IOException {
    write("tokenizer_config.json", "{\"do_lower_case\": true, \"strip_accents\": false}");
    assertThat(ids("CAFE café")).containsExactly(2, 13, 1, 3);
  }

  @Test
  void ideographsMayBeLeftTogether() throws IOException {
    write("tokenizer_config.json", "{\"tokenize_chinese_chars\": false}");
    assertThat(ids("中 中cat")).containsExactly(2, 17, 1, 3);
  }

  @Test
  void specialTokensMayHaveOtherNames() throws IOException {
    write(
        "special_tokens_map.json", "{\"cls_token\": {\"content\": \"un\"}, \"sep_token\": \".\"}");
    assertThat(ids("the cat")).containsExactly(19, 5, 6, 15);
  }

  @Test
  void furtherTokensMayBeAdded() throws IOException {
    write(
        "tokenizer_config.json",
        "{\"added_tokens_decoder\": {\"21\": {\"content\": \"<user>\", \"special\": true}}}");
    assertThat(ids("the <user>")).containsExactly(2, 5, 21, 3);
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      assertThat(tokenizer.vocabularySize()).isEqualTo(22);
    }
  }

  @Test
  void vocabulariesWithWindowsLineEndsAreTheSame() throws IOException {
    String text = Files.readString(folder.resolve("vocab.txt"));
    write("vocab.txt", text.replace("\n", "\r\n"));
    assertThat(ids("The cat")).containsExactly(2, 5, 6, 3);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private int[] ids(String text) {
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      return tokenizer.encode(text, Truncation.LONGEST_FIRST, 16).inputIds();
    }
  }
}
