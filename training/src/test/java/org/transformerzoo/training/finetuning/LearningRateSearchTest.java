package org.transformerzoo.training.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.search.LearningRateCurve;
import org.transformerzoo.training.search.LearningRateFinder;
import org.transformerzoo.training.search.LearningRateRange;

class LearningRateSearchTest {

  @TempDir private Path folder;

  @Test
  void theLossFallsInTheMiddleAndTheTestEndsWhereItDiverges() throws IOException {
    FineTuningConfiguration configuration = new TinyRun(folder).configuration("unused").build();
    LearningRateRange range = new LearningRateRange(1e-6, 1e3, 80);
    LearningRateCurve curve = LearningRateSearch.run(configuration, range);
    assertThat(curve.points()).hasSizeBetween(20, 79);
    assertThat(curve.points().get(0).learningRate()).isEqualTo(1e-6);
    assertThat(curve.steepest().orElseThrow()).isBetween(1e-5, 10.0);
    LearningRateFinder.write(curve, folder.resolve("plots"));
    List<String> table = Files.readAllLines(folder.resolve("plots/learning-rates.csv"));
    assertThat(table).hasSize(curve.points().size() + 1);
    assertThat(Files.readString(folder.resolve("plots/learning-rates.svg")))
        .startsWith("<svg")
        .contains("<polyline")
        .endsWith("</svg>\n");
    assertThat(folder.resolve("unused")).doesNotExist();
  }

  @Test
  void whatIsMissingOrUpsideDownIsTold() {
    FineTuningConfiguration nothing = FineTuningConfiguration.builder().buildPartial();
    LearningRateRange range = new LearningRateRange(1e-6, 1, 10);
    assertThatThrownBy(() -> LearningRateSearch.run(nothing, range))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("model is not set")
        .hasMessageContaining("train is not set");
    assertThatThrownBy(() -> new LearningRateRange(1, 1e-3, 10))
        .hasMessage("lowest and highest are 1.0 and 0.001, expected 0 < lowest < highest");
  }
}
