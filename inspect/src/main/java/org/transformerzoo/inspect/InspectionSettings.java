package org.transformerzoo.inspect;

import java.nio.file.Path;
import java.util.List;
import org.transformerzoo.datavec.reader.ExampleLines;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.finetuning.ExampleReader;
import org.transformerzoo.training.inference.TextPredictor;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.task.TaskHead;

/**
 * What is looked at.
 *
 * @param models the folder of a model, or those of two that are compared
 * @param data the file of texts, with labels or without
 * @param reading how the file is read; may be partial
 */
public record InspectionSettings(List<Path> models, Path data, FineTuningConfiguration reading) {

  private static final int MOST_MODELS = 2;

  /** Copies the list. */
  public InspectionSettings {
    models = List.copyOf(models);
    if (models.isEmpty() || models.size() > MOST_MODELS) {
      throw new InvalidSettingException(
          models.size() + " models were given, expected one, or two to compare");
    }
  }

  /**
   * Refuses what can be told to be wrong before weights and texts are read: folders without a model
   * with labels, two models with different tasks, a file that is not there or lacks a column.
   *
   * @throws org.transformerzoo.zoo.InvalidModelException if a model cannot be inspected
   * @throws org.transformerzoo.datavec.InvalidDataException if the file cannot be read
   * @throws InvalidSettingException if the models do not fit each other
   */
  public void check() {
    checkModels();
    try (ExampleLines lines = new ExampleReader(reading).openLines(data)) {
      lines.next();
    }
  }

  /** The same of the models alone. */
  void checkModels() {
    requireSameTask(models.stream().map(TextPredictor::check).toList());
  }

  private void requireSameTask(List<ModelSpecification> specifications) {
    List<String> tasks =
        specifications.stream().map(each -> each.task().map(TaskHead::name).orElseThrow()).toList();
    for (int other = 1; other < tasks.size(); other++) {
      if (!tasks.get(other).equals(tasks.get(0))) {
        throw new InvalidSettingException(
            "The task of the model in %s is \"%s\", expected \"%s\" as that of %s"
                .formatted(models.get(other), tasks.get(other), tasks.get(0), models.get(0)));
      }
    }
  }
}
