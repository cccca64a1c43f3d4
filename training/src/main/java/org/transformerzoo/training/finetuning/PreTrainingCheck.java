package org.transformerzoo.training.finetuning;

import java.util.ArrayList;
import java.util.List;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.MultiTaskSettings;
import org.transformerzoo.training.configuration.PreTrainingSettings;
import org.transformerzoo.training.configuration.RegularizationSettings;
import org.transformerzoo.training.configuration.Setting;
import org.transformerzoo.training.configuration.TrainingSettings;

/** Finds settings that pre-training lacks, or that mean nothing to it. */
final class PreTrainingCheck {

  private static final List<Setting<?>> OF_LABELLED_EXAMPLES =
      List.of(
          ModelSettings.HEAD,
          RegularizationSettings.LABEL_SMOOTHING,
          RegularizationSettings.R_DROP,
          RegularizationSettings.SMOOTHNESS,
          MultiTaskSettings.TASKS,
          MultiTaskSettings.TASK_SAMPLING,
          MultiTaskSettings.SELECT_BY,
          MultiTaskSettings.LOSS_WEIGHT,
          DataSettings.PAIR_COLUMN,
          DataSettings.ROLE_COLUMN,
          DataSettings.TARGET_COLUMN,
          DataSettings.TARGET_MAX_LENGTH,
          DataSettings.LOADING,
          DataSettings.SHUFFLE_BUFFER,
          ModelSettings.POOLING,
          ModelSettings.WORD_WEIGHTS);

  private final FineTuningConfiguration configuration;
  private final List<String> problems = new ArrayList<>();

  private PreTrainingCheck(FineTuningConfiguration configuration) {
    this.configuration = configuration;
  }

  /** Refuses a configuration, naming everything that is wrong. */
  static void require(FineTuningConfiguration configuration) {
    PreTrainingCheck check = new PreTrainingCheck(configuration);
    check.model();
    check.text();
    check.tokenizer();
    OF_LABELLED_EXAMPLES.stream()
        .filter(configuration::isGiven)
        .forEach(setting -> check.problems.add(setting + " is set, plain text has none"));
    if (!check.problems.isEmpty()) {
      throw new InvalidSettingException(check.problems);
    }
  }

  /**
   * Refuses settings of another objective than that of the task.
   *
   * @param task that is learnt from plain text
   */
  static void requireOf(String task, FineTuningConfiguration configuration) {
    List<Setting<?>> foreign =
        PreTrainingSettings.ALL.stream()
            .filter(configuration::isGiven)
            .filter(setting -> !TextObjectives.reads(task, setting))
            .toList();
    if (!foreign.isEmpty()) {
      throw new InvalidSettingException(
          foreign.stream()
              .map(setting -> "%s is set, the task %s has none".formatted(setting, task))
              .toList());
    }
  }

  private void model() {
    boolean given = configuration.isGiven(ModelSettings.MODEL);
    if (given == configuration.isGiven(PreTrainingSettings.NEW_MODEL)) {
      problems.add(
          "model and new-model are %s set, expected one of them".formatted(given ? "both" : "not"));
    }
  }

  private void text() {
    if (!configuration.isGiven(DataSettings.TRAIN)) {
      problems.add("train is not set, expected a text file or a folder of text files");
    }
    if (!configuration.isGiven(TrainingSettings.OUTPUT)) {
      problems.add("output is not set, expected the " + TrainingSettings.OUTPUT.description());
    }
    if (configuration.isGiven(DataSettings.DEV)
        && configuration.isGiven(PreTrainingSettings.HELD_OUT)) {
      problems.add("dev and held-out are both set, expected one of them");
    }
  }

  private void tokenizer() {
    boolean learnt = configuration.isGiven(PreTrainingSettings.VOCABULARY_SIZE);
    boolean given = configuration.isGiven(PreTrainingSettings.TOKENIZER);
    if ((learnt || given) && !configuration.isGiven(PreTrainingSettings.NEW_MODEL)) {
      problems.add(
          "%s is set, expected new-model with it: a model has its tokenizer already"
              .formatted(given ? "tokenizer" : "vocabulary-size"));
    }
    if (learnt && given) {
      problems.add("tokenizer and vocabulary-size are both set, expected one of them");
    }
  }
}
