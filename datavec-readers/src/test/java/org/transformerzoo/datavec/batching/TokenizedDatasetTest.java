package org.transformerzoo.datavec.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transformerzoo.datavec.batching.BatchingTestSupport.line;
import static org.transformerzoo.datavec.batching.BatchingTestSupport.text;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.TestFolders;
import org.transformerzoo.datavec.reader.LabelMap;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;

/** From text and labels to ids and targets; the vocabulary is that of the tokenizer tests. */
class TokenizedDatasetTest {

  private static final SequenceLimit LONG = SequenceLimit.truncateTo(16);

  private Tokenizer tokenizer;

  @BeforeEach
  void load() {
    tokenizer = Tokenizer.load(TestFolders.resource("tokenizer/uncased"));
  }

  @AfterEach
  void close() {
    tokenizer.close();
  }

  @Test
  void keepsTheOrderOfTheDataAcrossItsInternalChunks() {
    List<TextExample> texts = new ArrayList<>();
    for (int i = 0; i < 1100; i++) {
      texts.add(text(i, i % 3 == 0 ? "cat" : "the dog", i % 3 == 0 ? "c" : "d"));
    }

    TokenizedDataset dataset =
        tokenize(texts, LONG, LabelEncoder.classes(LabelMap.ofExamples(texts)));

    assertThat(dataset.size()).isEqualTo(1100);
    for (int i = 0; i < 1100; i++) {
      TokenizedExample example = dataset.example(i);
      assertThat(example.length()).isEqualTo(i % 3 == 0 ? 3 : 4);
      assertThat(example.target()).isEqualTo(new Target.ClassId(i % 3 == 0 ? 0 : 1));
      assertThat(example.location()).isEqualTo(line(i));
    }
  }

  @Test
  void pairsAndSingleTextsMayBeMixed() {
    TextExample pair = new TextExample("the", "cat", List.of(), List.of(), line(1));

    TokenizedDataset dataset = tokenize(List.of(pair, text(2, "dog")), LONG, LabelEncoder.none());

    assertThat(dataset.example(0).inputIds()).containsExactly(2, 5, 3, 6, 3);
    assertThat(dataset.example(0).tokenTypeIds()).containsExactly(0, 0, 0, 1, 1);
    assertThat(dataset.example(1).inputIds()).containsExactly(2, 7, 3);
  }

  @Test
  void sequencesThatAreCutAreCounted() {
    TokenizedDataset dataset =
        tokenize(
            List.of(text(1, "the cat sat"), text(2, "the cat"), text(3, "dogs sat")),
            SequenceLimit.truncateTo(4),
            LabelEncoder.none());

    assertThat(dataset.truncated()).isEqualTo(2);
    assertThat(dataset.lengths()).containsExactly(4, 4, 4);
  }

  @Test
  void textsToWriteAreTokenizedLikeAnyText() {
    List<TextExample> texts =
        List.of(text(1, "the cat sat", "the cat"), text(2, "dogs", "dogs sat ."));
    LabelEncoder shortened = LabelEncoder.writtenText(tokenizer, SequenceLimit.truncateTo(4));

    TokenizedDataset dataset = tokenize(texts, LONG, shortened);

    assertThat(((Target.TextIds) dataset.example(0).target()).ids()).containsExactly(2, 5, 6, 3);
    assertThat(((Target.TextIds) dataset.example(1).target()).ids()).hasSize(4).endsWith(3);
    assertThat(dataset.truncated()).isEqualTo(1);
    LabelEncoder refusing = LabelEncoder.writtenText(tokenizer, SequenceLimit.refuseOver(4));
    assertThatThrownBy(() -> tokenize(texts, LONG, refusing))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("memory:/train.tsv line 2 has a target of 6 tokens, expected at most 4");
  }

  @Test
  void longSequencesAreRefusedByChoice() {
    assertThatThrownBy(
            () ->
                tokenize(
                    List.of(text(1, "the cat"), text(2, "the cat sat .")),
                    SequenceLimit.refuseOver(4),
                    LabelEncoder.none()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("memory:/train.tsv line 2 has 6 tokens, expected at most 4");
  }

  @Test
  void theLineThatCannotBeShortenedAsAskedIsNamed() {
    TextExample fits = new TextExample("the cat", "sat", List.of(), List.of(), line(1));
    TextExample tooLong =
        new TextExample("the", "cat sat . the cat sat .", List.of(), List.of(), line(2));

    assertThatThrownBy(
            () ->
                tokenize(
                    List.of(fits, tooLong),
                    new SequenceLimit(6, Truncation.ONLY_FIRST),
                    LabelEncoder.none()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("memory:/train.tsv line 2: cannot encode within 6 tokens");
  }

  @Test
  void anUnseenLabelIsNamedWithItsLine() {
    LabelEncoder encoder = LabelEncoder.classes(LabelMap.of(List.of("a", "b")));

    assertThatThrownBy(
            () -> tokenize(List.of(text(1, "cat", "a"), text(2, "dog", "c")), LONG, encoder))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("memory:/train.tsv line 2 has the unknown label 'c', expected one of [a, b]");
  }

  @Test
  void severalClassesBecomeZerosAndOnes() {
    LabelEncoder encoder = LabelEncoder.multipleClasses(LabelMap.of(List.of("a", "b", "c")));

    TokenizedDataset dataset =
        tokenize(List.of(text(1, "cat", "c", "a"), text(2, "dog")), LONG, encoder);

    assertThat(values(dataset, 0)).containsExactly(1, 0, 1);
    assertThat(values(dataset, 1)).containsExactly(0, 0, 0);
  }

  @Test
  void numbersAreTakenAsTheyAre() {
    assertThat(
            values(
                tokenize(List.of(text(1, "cat", "2.5", "-1")), LONG, LabelEncoder.numbers(2)), 0))
        .containsExactly(2.5f, -1);
    assertThatThrownBy(
            () -> tokenize(List.of(text(1, "cat", "2.5")), LONG, LabelEncoder.numbers(2)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("memory:/train.tsv line 1 has 1 label, expected 2");
    assertThatThrownBy(() -> tokenize(List.of(text(1, "cat", "x")), LONG, LabelEncoder.numbers(1)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("memory:/train.tsv line 1 has the label 'x', expected a finite number");
  }

  @Test
  void tagsAreOnTheFirstPieceOfEachWord() {
    TextExample sentence =
        new TextExample(
            "running dogs sat",
            null,
            List.of("running", "dogs", "sat"),
            List.of("V", "N", "V"),
            line(1));

    TokenizedDataset dataset =
        tokenize(
            List.of(sentence),
            SequenceLimit.truncateTo(6),
            LabelEncoder.tags(LabelMap.of(List.of("N", "V"))));

    assertThat(dataset.example(0).inputIds()).containsExactly(2, 9, 11, 7, 10, 3);
    assertThat(((Target.TokenIds) dataset.example(0).target()).ids())
        .containsExactly(-100, 1, -100, 0, -100, -100);
    assertThat(dataset.truncated()).isEqualTo(1);
  }

  private TokenizedDataset tokenize(
      List<TextExample> texts, SequenceLimit limit, LabelEncoder labels) {
    return TokenizedDataset.tokenize(texts, tokenizer, limit, labels);
  }

  private static float[] values(TokenizedDataset dataset, int index) {
    return ((Target.Values) dataset.example(index).target()).values();
  }
}
