package org.transformerzoo.zoo.pooling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.task.Classification;

class PoolingGrammarTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mean|mean",
        "mean()|mean",
        "  concat-cls( layers = 3 )+dense(256)|concat-cls(layers=3) + dense(256)",
        "decoder:mean|decoder: mean",
        "mean + dense(8, relu)|mean + dense(8, relu)",
        "mean+asymmetric(query=dense(8)+dense(4),document=dense(4))"
            + "|mean + asymmetric(query=dense(8) + dense(4), document=dense(4))",
      })
  void hasACanonicalForm(String text, String canonical) {
    assertThat(PoolingHeads.named(text).name()).isEqualTo(canonical);
    assertThat(PoolingHeads.named(canonical).name()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "meen|There is no pooling \"meen\", expected one of pooler, cls, mean, max",
        "mean dense(8)|\"mean dense(8)\" has \"d\" at character 6, expected \"+\" or the end",
        "mean +|has the end at character 7, expected a pooling",
        "max(masked=true|has the end at character 16, expected \",\" or \")\"",
        "max(mask=true)|\"max(mask=true)\" has the option \"mask=true\", but max has the options"
            + " masked",
        "cls(3)|has the option \"3\", but cls has no options",
        "max(masked=perhaps)|has the masked perhaps, expected true or false",
        "lstm(width=0)|has the width 0, expected a whole number from 1",
        "lstm(width=wide)|has the width wide, expected a whole number",
        "mean + dense|The pooling \"dense\" lacks the option \"width\"",
        "mean + dense(8, softplus)|has the activation softplus, expected one of gelu",
        "dense(8)|begins with dense, which needs a pooling before it, as in \"mean + dense(8)\"",
        "mean + max|has max in a later place, but it reads hidden states and must come first",
        "mean + asymmetric(query=max, document=dense(3))|has max in a later place",
        "middle: mean|reads \"middle\", expected encoder or decoder",
      })
  void refusesWhatItDoesNotUnderstand(String text, String message) {
    assertThatThrownBy(() -> PoolingHeads.named(text))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesTextsWithoutEnd() {
    assertThatThrownBy(() -> PoolingHeads.named("mean(".repeat(1000)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("The pooling has 5000 characters, expected at most 2000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "layer-cls(layer=6)|\"layer-cls(layer=6)\" reads layer 6, expected 0 (the embeddings) to 5,"
            + " or -6 to -1",
        "layer-mean(layer=-7)|reads layer -7",
        "concat-cls(layers=6)|reads the last 6 layers, expected 1 to 5",
        "parallel(layers=6)|reads the last 6 layers, expected 1 to 5",
        "weighted-layers(start=6)|reads from layer 6 on, expected at least 1 of the layers 0 to 5",
        "wk(start=4)|reads from layer 4 on, expected at least 3 of the layers 0 to 5",
        "decoder: mean|A model of the architecture bert has no decoder states",
        "mean + asymmetric(query=dense(3), document=dense(4))|gives queries 3 entries and documents"
            + " 4, expected the same number",
      })
  void refusesWhatTheModelDoesNotHave(String text, String message) {
    ModelSpecification specification =
        ModelSpecification.of(
            PoolingTestModel.CONFIG,
            new Classification(List.of("a", "b")),
            PoolingHeads.named(text));

    assertThatThrownBy(() -> ModelGraph.build(specification, Mode.INFERENCE))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(message);
  }
}
