package org.transformerzoo.examples.study;

import java.util.Optional;
import org.transformerzoo.datavec.reader.Column;

/** The tasks of the study, with where their files have what. */
enum StudyTask {
  COLA("CoLA/in_domain_train.tsv", "CoLA/in_domain_dev.tsv", 1, null, "matthews", 40),
  MRPC("MRPC/msr_paraphrase_train.txt", "MRPC/msr_paraphrase_test.txt", 0, 4, "accuracy", 80);

  private final String train;
  private final String dev;
  private final int labelColumn;
  private final Integer pairColumn;
  private final String metric;
  private final int maxLength;

  StudyTask(
      String train, String dev, int labelColumn, Integer pairColumn, String metric, int maxLength) {
    this.train = train;
    this.dev = dev;
    this.labelColumn = labelColumn;
    this.pairColumn = pairColumn;
    this.metric = metric;
    this.maxLength = maxLength;
  }

  String train() {
    return train;
  }

  String dev() {
    return dev;
  }

  int labelColumn() {
    return labelColumn;
  }

  Optional<Column> pairColumn() {
    return Optional.ofNullable(pairColumn).map(Column::at);
  }

  String metric() {
    return metric;
  }

  int maxLength() {
    return maxLength;
  }
}
