package org.transformerzoo.datavec.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordPieceTrainingTest {

  private static final int UNKNOWN = 1;

  /** hug 3, pug 2, hugs 1: u+g is seen 6 times, then h+ug 4 times, p+ug twice, hug+s only once. */
  @Test
  void neighboursSeenMostOftenAreJoinedFirst() {
    assertThat(learnt(WordPieceTraining.ofSize(100), "hug pug hug", "hugs hug pug"))
        .containsExactly(
            "g", "h", "p", "s", "u", "##g", "##h", "##p", "##s", "##u", "##ug", "hug", "pug");
  }

  @Test
  void specialTokensComeFirst() {
    assertThat(WordPieceTraining.ofSize(10).learn(List.of("a")).pieces())
        .containsExactly("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##a");
  }

  @Test
  void sizeAndMinimumFrequencyEndTheJoining() {
    List<String> texts = List.of("hug pug hug", "hugs hug pug");
    assertThat(WordPieceTraining.ofSize(16).learn(texts).pieces()).hasSize(16).endsWith("##ug");
    assertThat(WordPieceTraining.ofSize(100).minimumFrequency(1).learn(texts).pieces())
        .endsWith("pug", "hugs");
    assertThat(WordPieceTraining.ofSize(100).minimumFrequency(5).learn(texts).pieces())
        .endsWith("##u", "##ug");
  }

  @Test
  void ofEquallyFrequentPairsTheOneOfOlderPiecesIsJoined() {
    assertThat(learnt(WordPieceTraining.ofSize(100), "cd ab cd ab"))
        .containsExactly("a", "b", "c", "d", "##a", "##b", "##c", "##d", "ab", "cd");
  }

  @Test
  void repeatedCharactersAreJoinedFromTheLeft() {
    assertThat(learnt(WordPieceTraining.ofSize(100), "aaaa aaaa"))
        .containsExactly("a", "##a", "##aa", "aaa", "aaaa");
  }

  @Test
  void wordsAreThoseOfBert() {
    assertThat(learnt(WordPieceTraining.ofSize(100), "CAFÉ, café\tcafe\u0000"))
        .contains("cafe", ",")
        .doesNotContain("C", "é", "cafe,");
    assertThat(learnt(WordPieceTraining.ofSize(100).cased(), "É é É")).contains("É", "é");
  }

  @Test
  void sizeMustHoldAllCharacters() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WordPieceTraining.ofSize(10).learn(List.of("abc")))
        .withMessageContaining("has no room for the 3 characters")
        .withMessageContaining("at least 11");
    assertThatIllegalArgumentException().isThrownBy(() -> WordPieceTraining.ofSize(0));
  }

  @Test
  void everyTextLearntFromEncodesWithoutUnknownTokens(@TempDir Path folder) {
    List<String> texts = randomTexts();
    WordPieceVocabulary vocabulary = WordPieceTraining.ofSize(20_000).learn(texts);
    vocabulary.writeTo(folder, 512);
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      assertThat(tokenizer.vocabularySize()).isEqualTo(vocabulary.size());
      for (String text : texts) {
        assertThat(tokenizer.encode(text, Truncation.DO_NOT_TRUNCATE, 0).inputIds())
            .as(text)
            .doesNotContain(UNKNOWN);
      }
    }
    assertThat(WordPieceTraining.ofSize(20_000).learn(texts.stream()).pieces())
        .isEqualTo(vocabulary.pieces());
  }

  /** Words of all scripts, punctuation, accents, control characters and halves of surrogates. */
  private static List<String> randomTexts() {
    Random random = new Random(7);
    List<String> texts = new ArrayList<>();
    for (int line = 0; line < 300; line++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 60; i++) {
        int range = List.of(0x80, 0x250, 0x3000, 0x20000).get(random.nextInt(4));
        text.appendCodePoint(random.nextInt(6) == 0 ? ' ' : random.nextInt(range));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  @Test
  void filesSayHowTheTextIsTreated(@TempDir Path temp) throws IOException {
    Path folder = temp.resolve("new/folder");
    WordPieceTraining.ofSize(50).cased().learn(List.of("Hi hi")).writeTo(folder, 128);
    JsonNode config = new ObjectMapper().readTree(folder.resolve("tokenizer_config.json").toFile());
    assertThat(config.get("do_lower_case").booleanValue()).isFalse();
    assertThat(config.get("model_max_length").intValue()).isEqualTo(128);
    assertThat(config.get("tokenizer_class").textValue()).isEqualTo("BertTokenizer");
    JsonNode special =
        new ObjectMapper().readTree(folder.resolve("special_tokens_map.json").toFile());
    assertThat(special.get("mask_token").textValue()).isEqualTo("[MASK]");
    assertThat(Files.readAllLines(folder.resolve("vocab.txt"))).startsWith("[PAD]", "[UNK]");
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      assertThat(tokenizer.encode("Hi hi", Truncation.LONGEST_FIRST, 8).inputIds())
          .containsExactly(2, 5, 10, 6, 10, 3);
      assertThat(tokenizer.maskTokenId()).hasValue(4);
    }
  }

  private static List<String> learnt(WordPieceTraining training, String... texts) {
    return training.learn(Stream.of(texts)).pieces().stream().skip(5).toList();
  }
}
