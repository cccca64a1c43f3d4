package org.transformerzoo.datavec.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.TEXT_THEN_LABEL;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.listener.RecordListener;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.writer.RecordWriter;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.split.FileSplit;
import org.datavec.api.split.InputStreamInputSplit;
import org.datavec.api.split.StreamInputSplit;
import org.datavec.api.split.StringSplit;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.InvalidDataException;

/** What stock DL4J code expects of a record reader. */
class DataVecContractTest {

  private static final TextFormat TSV = TextFormat.tabSeparated().withHeader(Header.ABSENT);

  @TempDir private Path folder;
  private Path first;
  private Path second;
  private TextRecordReader reader;

  @BeforeEach
  void prepare() {
    first = file(folder, "first.tsv", "one\ta\ntwo\tb\n");
    second = file(folder, "second.tsv", "three\ta\n");
    reader = new TextRecordReader(TSV, TEXT_THEN_LABEL, MalformedLines.FAIL);
  }

  @Test
  void recordsAreTextsFollowedByLabels() {
    reader.initialize(new FileSplit(first.toFile()));

    assertThat(reader.next()).containsExactly(new Text("one"), new Text("a"));
    assertThat(reader.next()).containsExactly(new Text("two"), new Text("b"));
    assertThat(reader.hasNext()).isFalse();
    assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void eachKindOfLabelHasItsWritables() {
    String line = "t\t0.5\tx,y\t1\t0\n";
    TextColumns.Builder columns = TextColumns.builder().text(Column.at(0));

    assertThat(record(line, columns.numbers(Column.at(1), Column.at(3)).build()))
        .containsExactly(new Text("t"), new DoubleWritable(0.5), new DoubleWritable(1));
    assertThat(record(line, columns.nameList(Column.at(2), ",").build()))
        .containsExactly(new Text("t"), new Text("x,y"));
    assertThat(record(line, columns.indicators(Column.at(3), Column.at(4)).build()))
        .containsExactly(new Text("t"), new IntWritable(1), new IntWritable(0));
    assertThat(record("a b\tO X\n", columns.tags(Column.at(1)).build()))
        .containsExactly(new Text("a b"), new Text("O X"));
    assertThat(record(line, TextColumns.builder().text(Column.at(0)).pair(Column.at(2)).build()))
        .containsExactly(new Text("t"), new Text("x,y"));
  }

  private static List<Writable> record(String line, TextColumns columns) {
    TextRecordReader reader = new TextRecordReader(TSV, columns, MalformedLines.FAIL);
    reader.initialize(new StringSplit(line));
    return reader.next();
  }

  @Test
  void filesOfASplitFollowEachOtherAndMetadataTellsThemApart() throws IOException {
    reader.initialize(new CollectionInputSplit(List.of(first.toUri(), second.toUri())));
    List<RecordMetaData> metaData = new ArrayList<>();
    List<Record> records = new ArrayList<>();
    while (reader.hasNext()) {
      Record record = reader.nextRecord();
      records.add(record);
      metaData.add(record.getMetaData());
    }

    assertThat(metaData)
        .extracting(RecordMetaData::getLocation)
        .containsExactly("first.tsv line 1", "first.tsv line 2", "second.tsv line 1");
    assertThat(metaData.get(2).getURI()).isEqualTo(second.toUri());

    List<Record> again =
        reader.loadFromMetaData(List.of(metaData.get(2), metaData.get(1), metaData.get(2)));
    assertThat(again)
        .extracting(Record::getRecord)
        .containsExactly(
            records.get(2).getRecord(), records.get(1).getRecord(), records.get(2).getRecord());
    assertThat(reader.loadFromMetaData(metaData.get(0)).getRecord())
        .isEqualTo(records.get(0).getRecord());
  }

  @Test
  void anEmptyFileAmongOthersIsNamed() {
    Path empty = file(folder, "empty.tsv", "");
    reader.initialize(new CollectionInputSplit(List.of(first.toUri(), empty.toUri())));

    assertThatThrownBy(reader::remainingExamples)
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(empty + " is empty, expected at least one example");
  }

  @Test
  void streamsComeFromTheSplitsOwnFunction() {
    List<URI> opened = new ArrayList<>();
    reader.initialize(
        new StreamInputSplit(
            List.of(URI.create("memory:/a"), URI.create("memory:/b")),
            uri -> {
              opened.add(uri);
              return stream("text of " + uri + "\t1\n");
            }));

    assertThat(reader.remainingExamples())
        .extracting(TextExample::text)
        .containsExactly("text of memory:/a", "text of memory:/b");
    assertThat(opened).hasSize(2);
  }

  @Test
  void aSingleStreamCanBeReadOnce() {
    reader.initialize(new InputStreamInputSplit(stream("one\ta\n")));

    assertThat(reader.remainingExamples()).hasSize(1);
  }

  @Test
  void resetBeginsAgain() {
    reader.initialize(new FileSplit(first.toFile()));
    List<Writable> start = reader.next();

    assertThat(reader.resetSupported()).isTrue();
    reader.reset();

    assertThat(reader.next()).isEqualTo(start);
    assertThat(reader.remainingExamples()).hasSize(1);
  }

  @Test
  void resetForgetsTheMalformedLinesThatWereCounted() {
    Path file = file(folder, "bad.tsv", "bad\none\ta\n");
    TextRecordReader counting = new TextRecordReader(TSV, TEXT_THEN_LABEL, MalformedLines.COUNT);
    counting.open(file);
    counting.remainingExamples();
    counting.reset();
    counting.remainingExamples();

    assertThat(counting.skipped().count()).isEqualTo(1);
  }

  @Test
  void listenersHearOfEveryRecord() {
    Listener listener = new Listener();
    reader.setListeners(listener);
    reader.initialize(new FileSplit(first.toFile()));
    reader.next();
    reader.next();

    assertThat(listener.heard)
        .hasSize(2)
        .allSatisfy(r -> assertThat(r).isInstanceOf(TextExample.class));
  }

  private static final class Listener implements RecordListener {

    private final List<Object> heard = new ArrayList<>();
    private boolean invoked;

    @Override
    public boolean invoked() {
      return invoked;
    }

    @Override
    public void invoke() {
      invoked = true;
    }

    @Override
    public void recordRead(RecordReader from, Object record) {
      heard.add(record);
    }

    @Override
    public void recordWrite(RecordWriter to, Object record) {
      throw new UnsupportedOperationException("nothing is written here");
    }
  }

  @Test
  void oneRecordCanBeReadFromAStream() throws IOException {
    assertThat(
            reader.record(URI.create("memory:/a"), new DataInputStream(stream("one\ta\ntwo\tb\n"))))
        .containsExactly(new Text("one"), new Text("a"));
  }

  @Test
  void configurationIsKept() {
    Configuration configuration = new Configuration();
    reader.initialize(configuration, new FileSplit(first.toFile()));

    assertThat(reader.getConf()).isSameAs(configuration);
    assertThat(reader.getLabels()).isNull();
  }

  @Test
  void travelsSerialized() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(reader);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      TextRecordReader copy = (TextRecordReader) in.readObject();
      copy.initialize(new FileSplit(first.toFile()));
      assertThat(copy.remainingExamples()).hasSize(2);
    }
  }

  @Test
  void mustBeInitializedFirst() {
    assertThatIllegalStateException().isThrownBy(reader::hasNext);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
