package org.transformerzoo.examples.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.finetuning.RunCard;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.hub.PretrainedModels;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.model.WeightFormat;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.TaskHeads;
import org.transformerzoo.zoo.weights.LoadPolicy;

/** Finds and loads models that users name. */
public final class Models {

  private Models() {}

  /**
   * The folder of a model that a user named: a folder, or a pretrained model, which is downloaded
   * if it is not here yet.
   *
   * @param model what stands behind {@code --model}; null if nothing does
   * @throws InvalidSettingException if there is no name, or the folder has several models
   */
  public static Path folder(String model) {
    if (model == null) {
      throw new InvalidSettingException("Missing required option: --model=DIR|NAME");
    }
    Path path = Path.of(model);
    Path parent = path.getParent();
    boolean meansFolder =
        Files.exists(path)
            || path.isAbsolute()
            || model.startsWith(".")
            || (parent != null && Files.isDirectory(parent));
    if (!meansFolder) {
      return PretrainedModels.standard().listener(new DownloadProgress()).folder(model);
    }
    requireOne(path);
    return path;
  }

  /** Refuses the output of a run that learnt several tasks, which has a model for each. */
  private static void requireOne(Path folder) {
    if (Files.exists(folder.resolve(ConfigFile.NAME))
        || !Files.exists(folder.resolve(RunCard.NAME))) {
      return;
    }
    try (Stream<Path> members = Files.list(folder)) {
      List<String> models =
          members
              .filter(member -> Files.exists(member.resolve(ConfigFile.NAME)))
              .map(Path::toString)
              .sorted()
              .toList();
      if (!models.isEmpty()) {
        throw new InvalidSettingException(
            "%s has the models of several tasks, expected one of %s"
                .formatted(folder, String.join(", ", models)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The model that the folder describes, with another head if {@code task} is given. */
  static ModelSpecification specification(Path folder, String task) {
    ConfigFile config = ConfigFile.read(folder);
    if (task == null) {
      return ModelSpecification.of(config);
    }
    List<String> labels = config.labels();
    if (labels.isEmpty()) {
      int count = config.optionalInt("num_labels", task.equals("regression") ? 1 : 2, 1);
      labels = IntStream.range(0, count).mapToObj(id -> "LABEL_" + id).toList();
    }
    return ModelSpecification.of(
        config, TaskHeads.named(task, labels), PoolingHeads.named("pooler"));
  }

  /**
   * The model with all its weights.
   *
   * @param format of the weights, or null for whichever the folder has
   */
  static TransformerModel load(Path folder, ModelSpecification specification, String format) {
    return load(folder, specification, format, LoadPolicy.strict());
  }

  /** The model with those of its weights that {@code policy} asks for. */
  static TransformerModel load(
      Path folder, ModelSpecification specification, String format, LoadPolicy policy) {
    WeightFormat chosen =
        format == null ? WeightFormat.foundIn(folder) : WeightFormat.named(format);
    return TransformerModel.load(folder, specification, policy, chosen);
  }
}
