package org.transformerzoo.datavec.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.InvalidDataException;

/** Ids worked out by hand from {@link SentencePieceFile#small()}. */
class UnigramDefinitionTest {

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    write(SentencePieceFile.whole());
  }

  @Test
  void theMostProbablePiecesAreTaken() {
    assertThat(ids("the cats", null)).containsExactly(10, 11, 12, 4, 3);
    assertThat(ids("  the \n cat ", null)).containsExactly(10, 11, 4, 3);
    assertThat(ids("", null)).containsExactly(4, 3);
  }

  @Test
  void theSummaryTokenIsLastAndHasItsOwnSegment() {
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      Encoding pair = tokenizer.encode("the", "the cat", Truncation.LONGEST_FIRST, 16);
      assertThat(pair.inputIds()).containsExactly(10, 4, 10, 11, 4, 3);
      assertThat(pair.tokenTypeIds()).containsExactly(0, 0, 1, 1, 1, 2);
      assertThat(tokenizer.encode("the", Truncation.LONGEST_FIRST, 16).tokenTypeIds())
          .containsExactly(0, 0, 2);
    }
  }

  @Test
  void quotesAccentsAndTheModelsOwnMapAreNormalised() {
    assertThat(ids("thé ''", null)).containsExactly(10, 9, 18, 4, 3);
    assertThat(ids("x", null)).containsExactly(10, 4, 3);
  }

  @Test
  void lowerCaseAndAccentsAreAsConfigured() throws IOException {
    assertThat(ids("CATS", null)).doesNotContain(11);
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\": true}");
    assertThat(ids("CATS", null)).containsExactly(11, 12, 4, 3);
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"keep_accents\": true}");
    assertThat(ids("thé", null)).contains(0);
  }

  @Test
  void aCommaAfterANumberIsAPieceOfItsOwn() {
    assertThat(ids("7,", null)).containsExactly(9, 15, 16, 4, 3);
  }

  @Test
  void specialTokensAreFoundInText() {
    assertThat(ids("the <mask> cat<eop>", null)).containsExactly(10, 6, 11, 8, 4, 3);
  }

  @Test
  void paddingGoesToTheLeftInItsOwnSegment() {
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      assertThat(tokenizer.padTokenId()).isEqualTo(5);
      assertThat(tokenizer.padTokenTypeId()).isEqualTo(3);
      assertThat(tokenizer.paddingSide()).isEqualTo(PaddingSide.LEFT);
      assertThat(tokenizer.maskTokenId()).hasValue(6);
      assertThat(tokenizer.vocabularySize()).isEqualTo(19);
    }
  }

  @Test
  void piecesDecodeBack() {
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      int[] ids = tokenizer.encode("the cats", Truncation.LONGEST_FIRST, 16).inputIds();
      assertThat(tokenizer.decode(ids, true)).isEqualTo("the cats");
    }
  }

  @Test
  void brokenModelsGetOneClearSentence() throws IOException {
    byte[] whole = SentencePieceFile.whole();
    refused(Arrays.copyOf(whole, whole.length - 1), "spiece.model is not a SentencePiece model");
    refused(SentencePieceFile.small().bytes(), "spiece.model is not a whole SentencePiece model");
    refused(new byte[0], "spiece.model is not a whole SentencePiece model");
    refused(
        SentencePieceFile.small().trained(2).normalised(new byte[0]).bytes(),
        "spiece.model is a SentencePiece model of type 2, expected 1 (unigram)");
    refused(
        new SentencePieceFile().trained(1).normalised(new byte[0]).bytes(),
        "spiece.model has 0 unknown pieces, expected exactly one");
    refused(
        SentencePieceFile.small()
            .piece("b", Float.NaN, 1)
            .trained(1)
            .normalised(new byte[0])
            .bytes(),
        "spiece.model has in place 19 a piece without text or without a finite score");
    refused(
        new SentencePieceFile().piece("<unk>", 0, 2).trained(1).normalised(new byte[0]).bytes(),
        "spiece.model has no piece '<sep>' among its 1");
    refused(
        new byte[] {0x0A, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07},
        "spiece.model is not a SentencePiece model");
  }

  @Test
  void mapsOfCharactersThatLeadAstrayAreRefused() throws IOException {
    for (int unit : new int[] {0, 256 ^ 'x', 200}) {
      byte[] map = SentencePieceFile.characterMap();
      map[4 + 4 * unit + 2] = 0x7F;
      refusedMap(map);
    }
    byte[] tooLong = SentencePieceFile.characterMap();
    tooLong[3] = (byte) 0xFF;
    refusedMap(tooLong);
    byte[] notText = SentencePieceFile.characterMap();
    notText[notText.length - 2] = (byte) 0x80;
    refusedMap(notText);
    refusedMap(new byte[] {1});
  }

  private void refusedMap(byte[] map) throws IOException {
    refused(
        SentencePieceFile.small().trained(1).normalised(map).bytes(),
        "spiece.model has a broken map of characters");
  }

  private void refused(byte[] model, String sentence) throws IOException {
    write(model);
    assertThatThrownBy(() -> Tokenizer.load(folder))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(sentence);
  }

  private void write(byte[] model) throws IOException {
    Files.write(folder.resolve("spiece.model"), model);
  }

  private int[] ids(String text, String pair) {
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      return tokenizer.encode(text, pair, Truncation.LONGEST_FIRST, 16).inputIds();
    }
  }
}
