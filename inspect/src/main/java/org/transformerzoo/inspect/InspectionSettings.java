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
    List<TaskHead> tasks = specifications.stream().map(each -> each.task().orElseThrow()).toList();
    for (int other = 1; other < tasks.size(); other++) {
      if (!tasks.get(other).name().equals(tasks.get(0).name())) {
        throw new InvalidSettingException(
            "The task of the model in %s is \"%s\", expected \"%s\" as that of %s"
                .formatted(
                    models.get(other),
                    tasks.get(other).name(),
                    tasks.get(0).name(),
                    models.get(0)));
      }
      requireSameTargets(tasks.get(0), tasks.get(other), models.get(other));
    }
  }

  /** Of models that predict numbers, the labels in the file are those of all their targets. */
  private void requireSameTargets(TaskHead first, TaskHead other, Path folder) {
    if (first.name().equals("regression") && first.labels().size() != other.labels().size()) {
      throw new InvalidSettingException(
          "The model in %s has %d targets, expected %d as that of %s"
              .formatted(folder, other.labels().size(), first.labels().size(), models.get(0)));
    }
  }
}
