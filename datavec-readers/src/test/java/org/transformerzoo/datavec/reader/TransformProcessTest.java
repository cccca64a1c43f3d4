package org.transformerzoo.datavec.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.file;

import java.nio.file.Path;
import java.util.List;
import org.datavec.api.records.reader.impl.transform.TransformProcessRecordReader;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.split.StringSplit;
import org.datavec.api.transform.ColumnType;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.transform.schema.Schema;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stock DataVec transformations on what the reader reads. */
class TransformProcessTest {

  private static final TextFormat TSV = TextFormat.tabSeparated();

  @TempDir private Path folder;

  @Test
  void aStockTransformProcessReadsSeveralFilesByTheSchema() throws Exception {
    Path first = file(folder, "first.tsv", "Text\tlabel\nOne\tyes\nTwo\tno\n");
    Path second = file(folder, "second.tsv", "Text\tlabel\nThree\tno\n");
    TextColumns columns =
        TextColumns.builder()
            .text(Column.named("Text"))
            .oneClass(Column.named("label"))
            .knownLabels(List.of("no", "yes"))
            .build();
    TextRecordReader reader = new TextRecordReader(TSV, columns, MalformedLines.FAIL);
    CollectionInputSplit split = new CollectionInputSplit(List.of(first.toUri(), second.toUri()));
    reader.initialize(split);
    TransformProcess process =
        new TransformProcess.Builder(reader.schema())
            .appendStringColumnTransform("text", "!")
            .categoricalToInteger("label")
            .build();

    TransformProcessRecordReader transformed = new TransformProcessRecordReader(reader, process);
    assertThat(transformed.next()).containsExactly(new Text("One!"), new IntWritable(1));
    assertThat(transformed.next()).containsExactly(new Text("Two!"), new IntWritable(0));
    assertThat(transformed.next()).containsExactly(new Text("Three!"), new IntWritable(0));
    assertThat(transformed.hasNext()).isFalse();
  }

  @Test
  void theSchemaSaysWhatEachKindOfLabelIs() {
    TextColumns.Builder columns = TextColumns.builder().text(Column.at(0));

    assertThat(schema(columns.pair(Column.at(1)).build()).getColumnNames())
        .containsExactly("text", "pair");
    columns.pair(null);
    assertThat(schema(columns.oneClass(Column.at(1)).build()).getType("label"))
        .isEqualTo(ColumnType.String);
    Schema numbers = schema(columns.numbers(Column.named("a"), Column.named("b")).build());
    assertThat(numbers.getColumnNames()).containsExactly("text", "a", "b");
    assertThat(numbers.getType("b")).isEqualTo(ColumnType.Double);
    assertThat(
            schema(columns.indicators(Column.named("a"), Column.named("b")).build()).getType("a"))
        .isEqualTo(ColumnType.Integer);
    assertThat(schema(columns.nameList(Column.at(1), ",").build()).getColumnNames())
        .containsExactly("text", "labels");
    assertThatIllegalStateException()
        .isThrownBy(() -> new TextRecordReader(TSV, columns.build(), MalformedLines.FAIL).schema());
  }

  private static Schema schema(TextColumns columns) {
    TextRecordReader reader = new TextRecordReader(TSV, columns, MalformedLines.FAIL);
    reader.initialize(new StringSplit("sentence\ta\tb\nt\t1\t0\n"));
    return reader.schema();
  }
}
