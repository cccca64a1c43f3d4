package org.transformerzoo.inspect;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.training.analysis.ObservedTasks;
import org.transformerzoo.training.analysis.ObservedTasks.Tuned;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.finetuning.TinyArchitecture;

/** What is refused before anything is loaded. */
class InspectionSettingsTest {

  @TempDir private Path folder;

  private Tuned tuned(String task) throws IOException {
    return ObservedTasks.tune(
        Files.createDirectories(folder.resolve(task)), TinyArchitecture.BERT, task);
  }

  private static InspectionSettings settings(Tuned first, Path... models) {
    return new InspectionSettings(List.of(models), first.file(), first.configuration());
  }

  @Test
  void modelsOfOtherTasksAreNotCompared() throws IOException {
    Tuned numbers = tuned("regression");
    Tuned classes = tuned("classification");
    assertThatCode(settings(numbers, numbers.folder(), numbers.folder())::check)
        .doesNotThrowAnyException();
    assertThatThrownBy(settings(numbers, numbers.folder(), classes.folder())::check)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "The task of the model in %s is \"classification\", expected \"regression\" as that of %s"
                .formatted(classes.folder(), numbers.folder()));
  }

  @Test
  void modelsOfOtherNumbersOfTargetsAreNotCompared() throws IOException {
    Tuned one = tuned("regression");
    Path two = Files.createDirectories(folder.resolve("two"));
    ObjectMapper json = new ObjectMapper();
    ObjectNode config = (ObjectNode) json.readTree(one.folder().resolve("config.json").toFile());
    config.putObject("id2label").put("0", "joy").put("1", "anger");
    config.putObject("label2id").put("joy", 0).put("anger", 1);
    json.writeValue(two.resolve("config.json").toFile(), config);
    assertThatThrownBy(settings(one, one.folder(), two)::check)
        .hasMessage(
            "The model in %s has 2 targets, expected 1 as that of %s".formatted(two, one.folder()));
  }

  @Test
  void oneOrTwoModelsAreLookedAt() throws IOException {
    Tuned one = tuned("classification");
    Path model = one.folder();
    assertThatThrownBy(() -> settings(one))
        .hasMessage("0 models were given, expected one, or two to compare");
    assertThatThrownBy(() -> settings(one, model, model, model))
        .hasMessage("3 models were given, expected one, or two to compare");
  }
}
