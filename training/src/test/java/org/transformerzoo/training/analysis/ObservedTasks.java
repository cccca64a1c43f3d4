package org.transformerzoo.training.analysis;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.finetuning.ExampleReader;
import org.transformerzoo.training.finetuning.FineTuning;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.training.finetuning.TinyTasks;

/** A fine-tuned model of each architecture and task, with the examples it is evaluated on. */
public final class ObservedTasks {

  private ObservedTasks() {}

  /** A fine-tuned model. */
  public record Tuned(Path folder, FineTuningConfiguration configuration) {

    /** Its file of examples to evaluate on. */
    public Path file() {
      return configuration.get(DataSettings.DEV);
    }

    /** The examples of that file, with their other columns. */
    public List<TextExample> examples(List<String> labels) {
      return new ExampleReader(configuration).readWithMetadata(file(), labels).texts();
    }
  }

  /** Each architecture with each task that it has a head for. */
  public static Stream<Arguments> all() {
    return Stream.of(TinyArchitecture.values())
        .flatMap(
            architecture ->
                Stream.of("classification", "multilabel", "regression", "tokens")
                    .filter(task -> architecture != TinyArchitecture.BART || !task.equals("tokens"))
                    .map(task -> Arguments.of(architecture, task)));
  }

  /** Fine-tunes such a model a little. */
  public static Tuned tune(Path folder, TinyArchitecture architecture, String task) {
    TinyTasks tasks = new TinyTasks(folder, architecture);
    return tune(folder, tasks, tasks.task(task));
  }

  /** The same with pairs of texts and a class for each. */
  public static Tuned tunePairs(Path folder, TinyArchitecture architecture) {
    TinyTasks tasks = new TinyTasks(folder, architecture);
    return tune(folder, tasks, tasks.pairs());
  }

  private static Tuned tune(Path folder, TinyTasks tasks, Map<String, Object> settings) {
    FineTuningConfiguration configuration = tasks.alone("tuned", settings).build();
    FineTuning.run(configuration, List.of());
    return new Tuned(folder.resolve("tuned"), configuration);
  }
}
