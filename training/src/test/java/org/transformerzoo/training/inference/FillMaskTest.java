package org.transformerzoo.training.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.training.finetuning.TinyRun;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.MaskedLanguageModel;

class FillMaskTest {

  @TempDir private Path folder;
  private FillMask filler;

  @BeforeEach
  void load() {
    Path body = new TinyRun(folder.resolve("run"), TinyArchitecture.BERT).model();
    Path saved = folder.resolve("model");
    try (Tokenizer tokenizer = Tokenizer.load(body)) {
      TransformerModel.create(
              ModelSpecification.of(
                  ConfigFile.read(body), new MaskedLanguageModel(), PoolingHeads.named("mean")),
              5)
          .save(saved, tokenizer::saveTo);
    }
    filler = FillMask.load(saved, new InferenceOptions(12, 4));
  }

  @AfterEach
  void close() {
    filler.close();
  }

  @Test
  void eachMaskHasItsOwnCandidatesTheBestFirst() {
    assertThat(filler.maskToken()).isEqualTo("[MASK]");
    List<List<MaskCandidate>> masks = filler.fill("the [MASK] came [MASK]", 19);

    assertThat(masks).hasSize(2);
    assertThat(masks.get(0)).isNotEqualTo(masks.get(1));
    for (List<MaskCandidate> candidates : masks) {
      // The tokenizer has 19 tokens, the model 32 embeddings.
      assertThat(candidates).hasSize(19);
      assertThat(candidates.stream().map(MaskCandidate::token))
          .contains("parcel", "today", "[UNK]")
          .doesNotHaveDuplicates();
      assertThat(candidates)
          .isSortedAccordingTo((a, b) -> Double.compare(b.probability(), a.probability()));
    }
    assertThat(filler.fill("the [MASK] came [MASK]", 2).get(1))
        .isEqualTo(masks.get(1).subList(0, 2));
  }

  @Test
  void aTextWithoutAMaskIsToldInOneSentence() {
    assertThatThrownBy(() -> filler.fill(List.of("the [MASK]", "the parcel"), 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("Text 1 has no [MASK], expected at least one");
    assertThatThrownBy(() -> filler.fill("the parcel ".repeat(9) + "[MASK]", 1))
        .hasMessage("Text 0 has no [MASK] among its first 12 tokens, expected at least one");
    assertThatThrownBy(() -> filler.fill("[MASK]", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("count is 0");
  }
}
