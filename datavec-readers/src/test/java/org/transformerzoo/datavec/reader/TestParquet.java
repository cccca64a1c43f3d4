package org.transformerzoo.datavec.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Parquet files for readers to read. */
final class TestParquet {

  /** A text and a label, both of which may be null. */
  static final String TEXT_AND_LABEL =
      "message examples { optional binary text (STRING); optional binary label (STRING); }";

  private TestParquet() {}

  /** Writes a file of {@code schema} with a row for each of {@code rows}. */
  static Path write(Path file, String schema, List<Consumer<Group>> rows) {
    return write(file, schema, CompressionCodecName.SNAPPY, rows);
  }

  /** As above; 100 rows are enough for several row groups. */
  static Path write(
      Path file, String schema, CompressionCodecName codec, List<Consumer<Group>> rows) {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(type)
            .withCompressionCodec(codec)
            .withRowGroupSize(512L)
            .withMinRowCountForPageSizeCheck(10)
            .withMaxRowCountForPageSizeCheck(10)
            .build()) {
      SimpleGroupFactory groups = new SimpleGroupFactory(type);
      for (Consumer<Group> row : rows) {
        Group group = groups.newGroup();
        row.accept(group);
        writer.write(group);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A row of text and label; null for neither. */
  static Consumer<Group> row(String text, String label) {
    return group -> {
      if (text != null) {
        group.add("text", text);
      }
      if (label != null) {
        group.add("label", label);
      }
    };
  }
}
