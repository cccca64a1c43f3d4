package org.transformerzoo.training.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.Settings;

/** Published tasks in the layouts of their files; the texts here are our own. */
class TaskPresetTest {

  @TempDir private Path folder;

  private FineTuningConfiguration.Builder preset(String name) {
    return FineTuningConfiguration.builder()
        .set("task-preset", name)
        .set(DataSettings.DATA, folder);
  }

  /** Tabs and lines are written {@code |} and {@code /}. */
  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content.replace('|', '\t').replace('/', '\n') + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "cola, train.tsv, dev.tsv, src|1||It works./src|0|*|Works it., It works., , matthews, 0;1",
    "cola, in_domain_train.tsv, in_domain_dev.tsv, s|0|*|Works it., Works it., , matthews, 0;1",
    "sst-2, train.tsv, dev.tsv, sentence|label/a fine film|1, a fine film, , accuracy, 0;1",
    "mrpc, train.tsv, dev.tsv, Quality|#1 ID|#2 ID|#1 String|#2 String/1|7|8|A \"b|C, A \"b, C, f1, 0;1",
    "mrpc, msr_paraphrase_train.txt, msr_paraphrase_test.txt, 1|7|8|A|B, A, B, f1, 0;1",
    "qqp, train.tsv, dev.tsv, id|qid1|qid2|question1|question2|is_duplicate/0|1|2|Who?|What?|0, Who?, What?, f1, 0;1",
    "mnli, train.tsv, dev_matched.tsv, index|sentence1|sentence2|label1|gold_label/0|A|B|neutral|neutral, A, B, accuracy, entailment;neutral;contradiction",
    "qnli, train.tsv, dev.tsv, index|question|sentence|label/0|Who?|Me.|entailment, Who?, Me., accuracy, entailment;not_entailment",
    "rte, train.tsv, dev.tsv, index|sentence1|sentence2|label/0|A|B|not_entailment, A, B, accuracy, entailment;not_entailment",
    "rte, train.tsv, dev.tsv, sentence1|sentence2|label|idx/A|B|1|0, A, B, accuracy, 0;1",
    "wnli, train.tsv, dev.tsv, index|sentence1|sentence2|label/0|A|B|1, A, B, accuracy, 0;1"
  })
  void aPresetReadsItsFilesAndKnowsLabelsAndMetric(
      String name,
      String train,
      String dev,
      String content,
      String text,
      String pair,
      String metric,
      String labels)
      throws IOException {
    write(train, content);
    write(dev, content);
    FineTuningConfiguration configuration = preset(name).buildPartial();
    TextExample first = new ExampleReader(configuration).readTraining().all().next();

    assertThat(first.text()).isEqualTo(text);
    assertThat(first.pair()).isEqualTo(pair);
    assertThat(configuration.metric().name()).isEqualTo(metric);
    assertThat(configuration.get(DataSettings.LABELS)).containsExactly(labels.split(";"));
    assertThat(configuration.get(DataSettings.DEV)).isEqualTo(folder.resolve(dev));
    assertThat(configuration.toMap()).doesNotContainKeys("task-preset", "data");
  }

  @ParameterizedTest
  @CsvSource({
    "train.tsv, dev.tsv, index|genre|sentence1|sentence2|score/0|news|A|B|4.2",
    "sts-train.csv, sts-dev.csv, news|f|2012|7|4.2|A|B|more"
  })
  void similarityIsANumber(String train, String dev, String content) throws IOException {
    write(train, content);
    write(dev, content);
    FineTuningConfiguration configuration = preset("sts-b").buildPartial();
    TextExample first = new ExampleReader(configuration).readTraining().all().next();

    assertThat(List.of(first.text(), first.pair())).containsExactly("A", "B");
    assertThat(first.labels()).containsExactly("4.2");
    assertThat(configuration.get(ModelSettings.TASK)).isEqualTo("regression");
    assertThat(configuration.metric().name()).isEqualTo("pearson");
  }

  @Test
  void examplesWithoutAnAgreedLabelAreLeftOutAndCounted() throws IOException {
    write("train.tsv", "sentence1|sentence2|gold_label/A|B|-/C|D|entailment");
    write("dev_matched.tsv", "sentence1|sentence2|gold_label/C|D|entailment");
    ExampleData train = new ExampleReader(preset("mnli").buildPartial()).readTraining();

    assertThat(train.count()).isEqualTo(1);
    assertThat(train.skipped().details().get(0)).contains("line 2 has the unknown label '-'");
  }

  @Test
  void whatIsSetBesideAPresetWins() throws IOException {
    write("train.tsv", "sentence|label/a|1");
    write("dev.tsv", "sentence|label/a|1");
    FineTuningConfiguration configuration =
        preset("sst-2").set("metric", "f1").set("dev", "mine.tsv").buildPartial();

    assertThat(configuration.metric().name()).isEqualTo("f1");
    assertThat(configuration.get(DataSettings.DEV)).isEqualTo(Path.of("mine.tsv"));
    assertThat(configuration.toBuilder().buildPartial().toMap()).isEqualTo(configuration.toMap());
  }

  @Test
  void aFolderOfOtherFilesIsRefused() {
    assertThatThrownBy(() -> preset("cola").buildPartial())
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "data is %s, expected a folder with the files of cola: train.tsv and dev.tsv, or in_domain_train.tsv and in_domain_dev.tsv"
                .formatted(folder));
    assertThatThrownBy(
            () -> FineTuningConfiguration.builder().set("task-preset", "rte").buildPartial())
        .hasMessage("task-preset is rte and data is not set, expected the folder of its files");
    assertThatThrownBy(
            () -> FineTuningConfiguration.builder().set(DataSettings.DATA, folder).buildPartial())
        .hasMessageContaining("data is set, expected task-preset with it");
    assertThatThrownBy(() -> preset("squad").buildPartial())
        .hasMessageContaining("task-preset is \"squad\", expected one of cola, sst-2, mrpc");
    assertThat(Settings.keys()).contains("task-preset", "data", "labels");
  }
}
