package org.transformerzoo.datavec.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.TestFolders;

class TokenizerTest {

  private static final Path UNCASED = TestFolders.resource("tokenizer/uncased");

  private Tokenizer tokenizer;

  @BeforeEach
  void load() {
    tokenizer = Tokenizer.load(UNCASED);
  }

  @AfterEach
  void close() {
    tokenizer.close();
  }

  @Test
  void knowsItsVocabularyAndSpecialTokens() {
    assertThat(tokenizer.vocabularySize()).isEqualTo(21);
    assertThat(tokenizer.padTokenId()).isZero();
    assertThat(tokenizer.maskTokenId()).hasValue(4);
    assertThat(tokenizer.tokenId("##ning")).hasValue(11);
    assertThat(tokenizer.tokenId("zebra")).isEmpty();
    assertThat(tokenizer.specialTokensOfSingle()).isEqualTo(2);
    assertThat(tokenizer.specialTokensOfPair()).isEqualTo(3);
  }

  @Test
  void marksSpecialTokensAndTheWordOfEachPiece() {
    Encoding encoding = tokenizer.encode("running dogs", Truncation.LONGEST_FIRST, 16);

    assertThat(encoding.inputIds()).containsExactly(2, 9, 11, 7, 10, 3);
    assertThat(encoding.specialTokensMask()).containsExactly(1, 0, 0, 0, 0, 1);
    assertThat(encoding.wordIds()).containsExactly(-1, 0, 0, 1, 1, -1);
  }

  @Test
  void wordIdsOfSplitTextAreIndicesOfTheList() {
    Encoding encoding =
        tokenizer.encodeWords(List.of("runs", "", "cat.", "dogs"), Truncation.ONLY_FIRST, 16);

    assertThat(encoding.inputIds()).containsExactly(2, 9, 10, 6, 15, 7, 10, 3);
    assertThat(encoding.wordIds()).containsExactly(-1, 0, 0, 2, 2, 3, 3, -1);
  }

  @Test
  void saysWhetherAnythingWasCutOff() {
    assertThat(tokenizer.encode("the cat", Truncation.LONGEST_FIRST, 4).truncated()).isFalse();
    assertThat(tokenizer.encode("the cat sat", Truncation.LONGEST_FIRST, 4).truncated()).isTrue();
    assertThat(tokenizer.encode("the", "cat sat", Truncation.ONLY_SECOND, 5).truncated()).isTrue();
  }

  @Test
  void refusesWhatTruncationCannotMakeFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokenizer.encode("the cat", Truncation.LONGEST_FIRST, 1))
        .withMessageContaining("length of 1 leaves no room for the 2 special tokens");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokenizer.encode("the", "cat sat .", Truncation.ONLY_FIRST, 5))
        .withMessageContaining("within 5 tokens by truncation only_first");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokenizer.encode("the cat sat", Truncation.ONLY_SECOND, 4))
        .withMessageContaining("only_second");
  }

  @Test
  void manyInputsMayMixPairsAndSingleTexts() {
    List<Encoding> encodings =
        tokenizer.encodeAll(
            List.of(TextPair.single("the"), new TextPair("the", "cat")),
            Truncation.LONGEST_FIRST,
            8);

    assertThat(encodings.get(0).inputIds()).containsExactly(2, 5, 3);
    assertThat(encodings.get(1).inputIds()).containsExactly(2, 5, 3, 6, 3);
    assertThat(tokenizer.encodeAll(List.of(), Truncation.LONGEST_FIRST, 8)).isEmpty();
    assertThat(tokenizer.encodeWords(List.of(), Truncation.LONGEST_FIRST, 8).inputIds())
        .containsExactly(2, 3);
  }

  @Test
  void oneOfManyThatCannotBeShortenedIsAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                tokenizer.encodeAll(
                    List.of(new TextPair("the cat", "dog"), new TextPair("the", "cat sat . dog")),
                    Truncation.ONLY_FIRST,
                    5));
  }

  @Test
  void decodesWithOrWithoutSpecialTokens() {
    assertThat(tokenizer.decode(new int[] {2, 5, 7, 10, 15, 3}, true)).isEqualTo("the dogs.");
    assertThat(tokenizer.decode(new int[] {2, 5, 3}, false)).isEqualTo("[CLS] the [SEP]");
  }

  @Test
  void halfASurrogatePairIsAnUnknownCharacterAndNoCrash() {
    assertThat(tokenizer.encode("the \ud83d cat", Truncation.LONGEST_FIRST, 8).inputIds())
        .containsExactly(2, 5, 6, 3);
  }

  @Test
  void threadsWithDifferentTruncationsDoNotDisturbEachOther() {
    boolean allRight =
        IntStream.range(0, 4000)
            .parallel()
            .allMatch(
                i -> {
                  int length = 3 + i % 5;
                  Encoding encoding =
                      tokenizer.encode("the cat sat . the dog", Truncation.LONGEST_FIRST, length);
                  return encoding.length() == length && encoding.truncated();
                });
    assertThat(allRight).isTrue();
  }

  @Test
  void isUnusableOnceClosed() {
    tokenizer.close();
    tokenizer.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> tokenizer.encode("the", Truncation.LONGEST_FIRST, 8))
        .withMessage("the tokenizer is closed");
  }

  @Test
  void savesTheFilesItWasLoadedFrom(@TempDir Path temp) throws IOException {
    Path original = Files.createDirectory(temp.resolve("original"));
    copy("tokenizer/cased/vocab.txt", original.resolve("vocab.txt"));
    copy("tokenizer/cased/tokenizer_config.json", original.resolve("tokenizer_config.json"));
    Path saved = temp.resolve("a/new/folder");
    try (Tokenizer cased = Tokenizer.load(original)) {
      Files.delete(original.resolve("vocab.txt"));
      cased.saveTo(saved);
    }
    try (Tokenizer again = Tokenizer.load(saved)) {
      assertThat(again.encode("Cat", Truncation.LONGEST_FIRST, 8).inputIds())
          .containsExactly(2, 18, 3);
    }
    assertThat(saved.resolve("vocab.txt"))
        .hasSameBinaryContentAs(TestFolders.resource("tokenizer/cased/vocab.txt"));
  }

  @Test
  void readyMadeDefinitionGoesBeforeTheVocabularyAndItsPaddingIsIgnored(@TempDir Path folder)
      throws IOException {
    String definition =
        """
        {"version": "1.0", "truncation": null, "normalizer": null, "post_processor": null,
         "padding": {"strategy": {"Fixed": 9}, "direction": "Right", "pad_to_multiple_of": null,
                     "pad_id": 0, "pad_type_id": 0, "pad_token": "<pad>"},
         "added_tokens": [{"id": 2, "content": "<pad>", "single_word": false, "lstrip": false,
                           "rstrip": false, "normalized": false, "special": true}],
         "pre_tokenizer": {"type": "Whitespace"}, "decoder": null,
         "model": {"type": "WordLevel", "vocab": {"?": 0, "cat": 1}, "unk_token": "?"}}
        """;
    Files.writeString(folder.resolve("tokenizer.json"), definition);
    copy("tokenizer/cased/vocab.txt", folder.resolve("vocab.txt"));
    try (Tokenizer words = Tokenizer.load(folder)) {
      assertThat(words.encode("a cat", Truncation.LONGEST_FIRST, 8).inputIds())
          .containsExactly(0, 1);
      assertThat(words.padTokenId()).isEqualTo(2);
      assertThat(words.vocabularySize()).isEqualTo(3);
      assertThat(words.maskTokenId()).isEmpty();
    }
  }

  @Test
  void brokenFoldersGetOneClearSentence(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> Tokenizer.load(folder.resolve("absent")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("absent does not exist");
    assertThatThrownBy(() -> Tokenizer.load(folder))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("has no tokenizer files, expected tokenizer.json or vocab.txt");

    Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\nthe\n");
    assertThatThrownBy(() -> Tokenizer.load(folder))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("vocab.txt has no piece '[SEP]' among its 4")
        .hasMessageContaining("sep_token");

    Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": 3");
    assertThatThrownBy(() -> Tokenizer.load(folder))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("tokenizer.json is not valid JSON");

    Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": 3}");
    assertThatThrownBy(() -> Tokenizer.load(folder))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("tokenizer.json does not define a tokenizer");
  }

  private static void copy(String resource, Path target) throws IOException {
    Files.copy(TestFolders.resource(resource), target);
  }
}
