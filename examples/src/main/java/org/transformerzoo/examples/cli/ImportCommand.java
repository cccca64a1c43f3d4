package org.transformerzoo.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.transformerzoo.zoo.generation.RecommendedSettings;
import org.transformerzoo.zoo.model.ModelFolder.Attachment;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tzoo import}: a checkpoint in any known format to a saved model. */
@Command(
    name = "import",
    description = "Turns a checkpoint folder into a saved model: SameDiff graph and safetensors.")
final class ImportCommand extends Verb {

  private static final List<String> ATTACHED_FILES =
      List.of(
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.txt",
          "vocab.json",
          "merges.txt",
          "spiece.model",
          RecommendedSettings.FILE);

  @Mixin private ModelOption model;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Where the saved model goes.")
  private Path output;

  @Option(names = "--task", description = "The task head, where config.json does not say it.")
  private String task;

  @Option(
      names = "--weights",
      paramLabel = "FORMAT",
      description = "safetensors, onnx or tensorflow; by default whichever the folder has.")
  private String weights;

  ImportCommand(Results results) {
    super(results);
  }

  @Override
  public Integer call() {
    Path folder = model.folder();
    ModelSpecification specification = Models.specification(folder, task);
    TransformerModel loaded = Models.load(folder, specification, weights);
    say(loaded.loading().summary());
    List<String> absent = loaded.loading().toInitialize();
    if (!absent.isEmpty()) {
      say(
          "Warning: %s does not hold %s, which this model does not read; zeros are saved in place of it"
              .formatted(folder, String.join(", ", absent)));
    }
    Attachment attached = target -> copyAttached(folder, target);
    loaded.save(output, attached);
    say("Saved to " + output);
    print(
        Map.of(
            "output", output.toString(),
            "parameters", loaded.loading().loaded().size(),
            "unexpected", loaded.loading().unexpected()));
    return 0;
  }

  private static void copyAttached(Path folder, Path target) throws IOException {
    for (String name : ATTACHED_FILES) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        Files.copy(file, target.resolve(name));
      }
    }
  }
}
