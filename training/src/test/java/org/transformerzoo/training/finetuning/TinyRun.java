package org.transformerzoo.training.finetuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.Settings;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;

/** A small random BERT and a small task that it can learn: is a text friendly or not. */
public final class TinyRun {

  private static final List<String> FRIENDLY = List.of("good", "fine");
  private static final List<String> UNFRIENDLY = List.of("bad", "poor");
  private static final List<String> NEUTRAL =
      List.of("the", "parcel", "came", "today", "and", "box", "was", "it", "shop", "my");

  private final Path folder;

  /** Writes model and data to {@code folder}. */
  public TinyRun(Path folder) {
    this.folder = folder;
    try {
      writeModel();
      Files.write(train(), lines(50, 1));
      Files.write(dev(), lines(20, 2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path model() {
    return folder.resolve("model");
  }

  Path train() {
    return folder.resolve("train.tsv");
  }

  Path dev() {
    return folder.resolve("dev.tsv");
  }

  private void writeModel() throws IOException {
    ConfigFile config =
        ConfigFile.parse(
            "tiny config.json",
            """
            {"model_type": "bert", "hidden_size": 16, "num_hidden_layers": 1,
             "num_attention_heads": 2, "intermediate_size": 32, "vocab_size": 32,
             "max_position_embeddings": 32, "type_vocab_size": 2, "initializer_range": 0.1,
             "hidden_act": "gelu"}
            """);
    List<String> words = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
    words.addAll(FRIENDLY);
    words.addAll(UNFRIENDLY);
    words.addAll(NEUTRAL);
    TransformerModel.create(ModelSpecification.bodyOf(config), 5)
        .save(model(), target -> Files.write(target.resolve("vocab.txt"), words));
  }

  /** Tab-separated: label, text; of lengths that differ. */
  private static List<String> lines(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>(List.of("label\ttext"));
    for (int i = 0; i < count; i++) {
      boolean friendly = random.nextBoolean();
      List<String> words = new ArrayList<>();
      for (int word = random.nextInt(1, 5); word > 0; word--) {
        words.add(NEUTRAL.get(random.nextInt(NEUTRAL.size())));
      }
      List<String> telling = friendly ? FRIENDLY : UNFRIENDLY;
      words.add(random.nextInt(words.size()), telling.get(random.nextInt(telling.size())));
      lines.add((friendly ? "yes" : "no") + "\t" + String.join(" ", words));
    }
    return lines;
  }

  /** A run of 3 epochs with 4 steps each, dropout, accumulation with a short last step. */
  FineTuningConfiguration.Builder configuration(String output) {
    return FineTuningConfiguration.builder()
        .set(Settings.MODEL, model())
        .set(Settings.TRAIN, train())
        .set(Settings.DEV, dev())
        .set(Settings.OUTPUT, folder.resolve(output))
        .set(Settings.BATCH_SIZE, 8)
        .set(Settings.ACCUMULATION, 2)
        .set(Settings.EVALUATIONS_PER_EPOCH, 2)
        .set(Settings.LEARNING_RATE, 5e-3);
  }
}
