package org.transformerzoo.datavec.reader;

import java.util.ArrayList;
import java.util.List;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;

/** An example as a DataVec record: text, second text if the columns have one, labels. */
final class ExampleWritables {

  private final TextColumns columns;
  private final List<String> labelColumnNames;

  ExampleWritables(TextColumns columns, List<String> labelColumnNames) {
    this.columns = columns;
    this.labelColumnNames = labelColumnNames;
  }

  List<Writable> of(TextExample example) {
    List<Writable> record = new ArrayList<>();
    record.add(new Text(example.text()));
    if (columns.pair() != null) {
      record.add(new Text(example.pair()));
    }
    record.addAll(labels(example.labels()));
    return record;
  }

  private List<Writable> labels(List<String> labels) {
    List<Writable> writables = new ArrayList<>();
    switch (columns.labelFormat()) {
      case NONE, WORDS -> {}
      case ONE_CLASS, WRITTEN_TEXT -> writables.add(new Text(labels.get(0)));
      case NUMBERS ->
          labels.forEach(label -> writables.add(new DoubleWritable(Double.parseDouble(label))));
      case NAME_LIST -> writables.add(new Text(String.join(columns.labelSeparator(), labels)));
      case INDICATORS ->
          labelColumnNames.forEach(
              name -> writables.add(new IntWritable(labels.contains(name) ? 1 : 0)));
      case TAGS -> writables.add(new Text(String.join(" ", labels)));
    }
    return writables;
  }
}
