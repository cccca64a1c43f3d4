package org.transformerzoo.scaleout;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.transformerzoo.datavec.reader.ExampleLines;
import org.transformerzoo.datavec.reader.FileLine;
import org.transformerzoo.training.inference.LineWindows;

/**
 * What an executor does with a section.
 *
 * @param file that the section is from
 * @param model its folder
 * @param threads of native code for this task
 * @param lines counts the lines that were read
 * @param malformed counts those without a usable example
 */
record SectionTask(
    CorpusFile file,
    LineWork work,
    ShippedFile model,
    int threads,
    Broadcast<SerializableConfiguration> hadoop,
    LongAccumulator lines,
    LongAccumulator malformed)
    implements Serializable {

  /**
   * The rows of a partition, computed as they are asked for.
   *
   * @param index of the partition; the first one begins with the names of the columns
   * @param sections one
   */
  Iterator<String> rows(int index, Iterator<Section> sections) {
    LineWork.Table table = ProcessTables.of(work, model.here(), threads);
    ExampleLines open = file.open(sections.next(), hadoop.value().value());
    TaskCompletionListener closing = ended -> open.close();
    TaskContext.get().addTaskCompletionListener(closing);
    Stream<String> header = index == 0 ? Stream.of(table.header()) : Stream.empty();
    return Stream.concat(header, windows(open).flatMap(window -> rows(table, window))).iterator();
  }

  private static Stream<List<FileLine>> windows(ExampleLines open) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(new LineWindows(open), 0), false);
  }

  private Stream<String> rows(LineWork.Table table, List<FileLine> window) {
    lines.add(window.size());
    malformed.add(window.stream().filter(FileLine.Malformed.class::isInstance).count());
    return table.rows(window).stream();
  }
}
