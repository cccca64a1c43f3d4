package org.transformerzoo.training.finetuning;

import java.util.List;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.TaskConfiguration;

/**
 * A task of a run with its examples.
 *
 * @param task its name and settings
 * @param train the examples to learn from
 * @param dev the examples to evaluate on
 * @param labels the names of the model's outputs, as the training data have them
 */
record LabelledTask(TaskConfiguration task, ExampleData train, Examples dev, List<String> labels) {

  /** Reads the examples of {@code task}, from which something can be learnt. */
  static LabelledTask read(TaskConfiguration task) {
    FineTuningConfiguration configuration = task.configuration();
    ExampleReader reader = new ExampleReader(configuration);
    ExampleData train = reader.readTraining();
    TaskLabels kind = TaskLabels.of(configuration.get(ModelSettings.TASK));
    List<String> labels = kind.names(configuration, train);
    if (kind.namesOutputs()) {
      ModelPreparation.requireChoice(configuration, labels, train.file());
    }
    Examples dev = reader.readLabelled(configuration.get(DataSettings.DEV), labels);
    return new LabelledTask(task, train, dev, labels);
  }
}
