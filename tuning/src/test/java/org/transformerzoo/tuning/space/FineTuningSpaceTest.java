package org.transformerzoo.tuning.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.RegularizationSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.configuration.YamlSettings;

class FineTuningSpaceTest {

  private static final int DRAWN = 300;

  @TempDir private Path folder;

  private FineTuningSpace parse(String... lines) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("search.yaml"),
            "model: model\ntrain: train.tsv\ndev: dev.tsv\n" + String.join("\n", lines) + "\n");
    return FineTuningSpace.parse("search.yaml", YamlSettings.read(file));
  }

  private static List<CandidateSettings> draw(FineTuningSpace space) {
    RandomSearchGenerator generator = new RandomSearchGenerator(space);
    generator.setRngSeed(7);
    return IntStream.range(0, DRAWN)
        .mapToObj(i -> (CandidateSettings) generator.getCandidate().getValue())
        .toList();
  }

  private static Set<Object> drawn(FineTuningSpace space, String key) {
    return draw(space).stream()
        .map(point -> String.valueOf(point.values().get(key)))
        .collect(Collectors.toSet());
  }

  @Test
  void wholeNumbersAreAllDrawnBothEndsIncluded() throws IOException {
    assertThat(drawn(parse("reinit-layers: {int: [0, 3]}"), "reinit-layers"))
        .isEqualTo(Set.of("0", "1", "2", "3"));
  }

  @Test
  void aChoiceMayLeaveASettingUnset() throws IOException {
    FineTuningSpace space = parse("mixout: {choice: [null, 0.1, 0.9]}");
    assertThat(drawn(space, "mixout")).isEqualTo(Set.of("null", "0.1", "0.9"));
    CandidateSettings unset =
        draw(space).stream()
            .filter(point -> point.values().get("mixout") == null)
            .findFirst()
            .orElseThrow();
    assertThat(
            FineTuningSpace.configuration(unset, Path.of("output"))
                .isGiven(RegularizationSettings.MIXOUT))
        .isFalse();
  }

  @Test
  void numbersAreBetweenTheEndsAndOrdersOfMagnitudeEquallyLikely() throws IOException {
    FineTuningSpace space =
        parse("llrd: {uniform: [0.8, 1.0]}", "learning-rate: {log-uniform: [1e-5, 1e-3]}");
    List<FineTuningConfiguration> configurations =
        draw(space).stream()
            .map(point -> FineTuningSpace.configuration(point, Path.of("output")))
            .toList();
    assertThat(configurations)
        .allSatisfy(run -> assertThat(run.get(UpdateSettings.LLRD)).isBetween(0.8, 1.0))
        .allSatisfy(run -> assertThat(run.get(UpdateSettings.LEARNING_RATE)).isBetween(1e-5, 1e-3));
    long below =
        configurations.stream().filter(run -> run.get(UpdateSettings.LEARNING_RATE) < 1e-4).count();
    assertThat(below).isBetween(DRAWN / 3L, DRAWN * 2L / 3);
  }

  @Test
  void bothSeedsAreDimensionsOfTheirOwn() throws IOException {
    FineTuningSpace space = parse("seed: {int: [1, 3]}", "data-seed: {int: [11, 13]}");
    assertThat(space.numParameters()).isEqualTo(2);
    Set<List<Long>> pairs =
        draw(space).stream()
            .map(point -> FineTuningSpace.configuration(point, Path.of("output")))
            .map(run -> List.of(run.get(TrainingSettings.SEED), run.dataSeed()))
            .collect(Collectors.toSet());
    assertThat(pairs).hasSize(9).contains(List.of(1L, 11L), List.of(3L, 12L));
  }

  @Test
  void whatIsFixedStaysAndTheYamlIsThatOfJava() throws IOException {
    FineTuningSpace java =
        FineTuningSpace.builder()
            .fix(ModelSettings.MODEL, Path.of("model"))
            .fix(DataSettings.TRAIN, Path.of("train.tsv"))
            .fix(DataSettings.DEV, Path.of("dev.tsv"))
            .fix(TrainingSettings.EPOCHS, 5)
            .vary(UpdateSettings.LLRD, new SettingSpace.Uniform(0.8, 1.0))
            .vary(UpdateSettings.OPTIMIZER, new SettingSpace.Choice(List.of("adamw", "madgrad")))
            .build();
    FineTuningSpace yaml =
        parse("epochs: 5", "llrd: {uniform: [0.8, 1.0]}", "optimizer: {choice: [adamw, madgrad]}");
    assertThat(java.toMap()).isEqualTo(yaml.toMap());
    assertThat(draw(java)).isEqualTo(draw(yaml));
    assertThat(drawn(yaml, "epochs")).isEqualTo(Set.of("5"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "learning-rat: {uniform: [0.1, 0.2]} | there is no setting \"learning-rat\"",
        "mixout: {uniform: [0, 1.5]} | mixout is 1.5, expected a probability in [0, 1]",
        "llrd: {uniform: [0, 1]} | llrd is 0.0, expected a number above 0",
        "llrd: {uniform: [1.0, 0.8]} | llrd is uniform from 1 to 0.8, expected a lower and then",
        "reinit-layers: {int: [3, 3]} | reinit-layers is int from 3 to 3, expected a lower and then",
        "reinit-layers: {int: [0.5, 3]} | reinit-layers is {int=[0.5, 3]}, expected whole numbers",
        "learning-rate: {log-uniform: [0, 1]} | learning-rate is log-uniform from 0.0, expected a",
        "mixout: {choice: [0.1]} | mixout is choice of [0.1], expected two or more different values",
        "optimizer: {choice: [adamw, adamv]} | optimizer is \"adamv\", expected one of adamw, ",
        "epochs: {uniform: [1, 3]} | epochs is 1.0, expected a whole number of at least 1",
        "llrd: {between: [0.8, 1]} | llrd is {between=[0.8, 1]}, expected a value, or one of {int:",
        "llrd: {uniform: [0.8]} | llrd is {uniform=[0.8]}, expected the two ends [low, high]",
        "llrd: {uniform: [low, high]} | llrd is {uniform=[low, high]}, expected two numbers",
        "output: tuned | output is set, expected none: the search gives each run its own",
      })
  void whatCannotBeIsRefusedWithTheKeyAndWhatMayBe(String line, String message) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("search.yaml: ")
        .hasMessageContaining(message);
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    assertThatThrownBy(() -> parse("llrd: {uniform: [0.9, 3, 4]}", "mixout: {choice: []}"))
        .hasMessageContaining("llrd is")
        .hasMessageContaining("mixout is");
  }

  @Test
  void pointsCanBeSentElsewhere() throws Exception {
    CandidateSettings point = draw(parse("mixout: {choice: [null, 0.1]}")).get(0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(point);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(point);
    }
  }
}
