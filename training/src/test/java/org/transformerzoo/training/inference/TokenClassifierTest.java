package org.transformerzoo.training.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.training.finetuning.TinyRun;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.TokenClassification;

class TokenClassifierTest {

  @TempDir private Path folder;

  @Test
  void wordsHaveTheirPlacesAndPunctuationAroundThemIsApart() {
    String text = " \u201cThe box\u201d, 3.5\tkg (Rome-based)\u00a0came!";

    assertThat(TextWord.in(text).stream().map(TextWord::word))
        .containsExactly(
            "\u201c",
            "The",
            "box",
            "\u201d",
            ",",
            "3.5",
            "kg",
            "(",
            "Rome-based",
            ")",
            "came",
            "!");
    assertThat(TextWord.in(text))
        .allSatisfy(
            word -> assertThat(text.substring(word.start(), word.end())).isEqualTo(word.word()));
    assertThat(TextWord.in("...").stream().map(TextWord::word)).containsExactly(".", ".", ".");
    assertThat(TextWord.in(" \n")).isEmpty();
  }

  @Test
  void everyWordOfALongTextHasALabel() {
    List<String> words = new ArrayList<>(Collections.nCopies(50, "parcel"));
    words.set(7, ""); // of which the tokenizer leaves nothing
    try (TokenClassifier tagger = tagger("O", "B-X")) {
      List<TaggedWord> tagged = tagger.tagWords(List.of(words, List.of())).get(0);

      assertThat(tagged.stream().map(TaggedWord::word)).containsExactlyElementsOf(words);
      assertThat(tagged.get(7).label()).isEqualTo("O");
      assertThat(tagged.get(7).probability()).isZero();
      assertThat(tagged.get(49).probability()).isGreaterThanOrEqualTo(0.5);
      assertThat(tagged.get(1).start()).isEqualTo(7);
      assertThat(tagger.tag("")).isEmpty();
    }
  }

  @Test
  void entitiesAreTheSpansThatTheLabelsMark() {
    String text = "the parcel, my box came today; it was fine";
    try (TokenClassifier tagger = tagger("O", "B-X", "I-X")) {
      List<TaggedWord> words = tagger.tag(text);
      List<TextEntity> entities = tagger.entities(text);

      long begun = words.stream().filter(word -> word.label().equals("B-X")).count();
      assertThat((long) entities.size()).isGreaterThanOrEqualTo(begun);
      for (TextEntity entity : entities) {
        assertThat(entity.type()).isEqualTo("X");
        assertThat(text.substring(entity.start(), entity.end())).isEqualTo(entity.text());
        List<TaggedWord> within =
            words.stream()
                .filter(word -> word.start() >= entity.start() && word.end() <= entity.end())
                .toList();
        assertThat(within).isNotEmpty().noneMatch(word -> word.label().equals("O"));
        assertThat(entity.probability())
            .isEqualTo(
                within.stream().mapToDouble(TaggedWord::probability).average().orElseThrow());
      }
      long inside = words.stream().filter(word -> !word.label().equals("O")).count();
      assertThat(inside).isPositive();
    }
  }

  @Test
  void labelsThatAreNotBioHaveNoEntities() {
    try (TokenClassifier tagger = tagger("NOUN", "VERB")) {
      assertThatThrownBy(() -> tagger.entities("the box"))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining("NOUN, VERB, expected O, B-type and I-type");
    }
  }

  private TokenClassifier tagger(String... labels) {
    Path body = new TinyRun(folder.resolve("run"), TinyArchitecture.BERT).model();
    Path saved = folder.resolve("tagger");
    try (Tokenizer tokenizer = Tokenizer.load(body)) {
      TransformerModel.create(
              ModelSpecification.of(
                  ConfigFile.read(body),
                  new TokenClassification(List.of(labels)),
                  PoolingHeads.named("mean")),
              5)
          .save(saved, tokenizer::saveTo);
    }
    return TokenClassifier.load(saved, new InferenceOptions(12, 4));
  }
}
