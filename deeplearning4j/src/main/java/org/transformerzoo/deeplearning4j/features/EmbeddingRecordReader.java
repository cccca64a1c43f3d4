package org.transformerzoo.deeplearning4j.features;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.training.inference.SentenceEmbedder;

/**
 * The records of another reader with the vector of a text, an {@code NDArrayWritable} of [1,
 * width], in the place of the text. {@link #next(int)}, which DL4J's iterators call, embeds the
 * texts of a batch together. It is bound to its embedder and cannot be serialized; {@link
 * EmbeddingTransform} can.
 */
public final class EmbeddingRecordReader extends BaseRecordReader {

  private static final long serialVersionUID = 1;

  private final RecordReader source;
  private final int column;
  private final transient SentenceEmbedder embedder;

  /**
   * Embeds a column.
   *
   * @param source reads the texts
   * @param column the text's place in its records, counted from 0
   * @param embedder stays the caller's to close
   * @throws IllegalArgumentException if {@code column} is less than 0
   */
  public EmbeddingRecordReader(RecordReader source, int column, SentenceEmbedder embedder) {
    if (column < 0) {
      throw new IllegalArgumentException("column is " + column + ", expected at least 0");
    }
    this.source = source;
    this.column = column;
    this.embedder = embedder;
  }

  private List<List<Writable>> embedded(List<List<Writable>> records) {
    List<String> texts = records.stream().map(record -> text(record)).toList();
    float[][] vectors = embedder.embed(texts); // [records, width]
    List<List<Writable>> embedded = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      List<Writable> record = new ArrayList<>(records.get(i));
      record.set(column, new NDArrayWritable(Nd4j.createFromArray(new float[][] {vectors[i]})));
      embedded.add(record);
    }
    return embedded;
  }

  private String text(List<Writable> record) {
    if (column >= record.size()) {
      throw new IllegalArgumentException(
          "A record has %d columns, expected a text in column %d".formatted(record.size(), column));
    }
    return record.get(column).toString();
  }

  @Override
  public void initialize(InputSplit split) throws IOException, InterruptedException {
    source.initialize(split);
  }

  @Override
  public void initialize(Configuration configuration, InputSplit split)
      throws IOException, InterruptedException {
    source.initialize(configuration, split);
  }

  @Override
  public boolean batchesSupported() {
    return true;
  }

  @Override
  public List<List<Writable>> next(int count) {
    if (!hasNext()) {
      throw new NoSuchElementException("There is no record left");
    }
    List<List<Writable>> records = new ArrayList<>();
    while (records.size() < count && source.hasNext()) {
      records.add(source.next());
    }
    List<List<Writable>> embedded = embedded(records);
    embedded.forEach(this::invokeListeners);
    return embedded;
  }

  @Override
  public List<Writable> next() {
    return next(1).get(0);
  }

  @Override
  public boolean hasNext() {
    return source.hasNext();
  }

  @Override
  public List<String> getLabels() {
    return source.getLabels();
  }

  @Override
  public void reset() {
    source.reset();
  }

  @Override
  public boolean resetSupported() {
    return source.resetSupported();
  }

  @Override
  public List<Writable> record(URI uri, DataInputStream stream) throws IOException {
    return embedded(List.of(source.record(uri, stream))).get(0);
  }

  @Override
  public Record nextRecord() {
    return embedded(source.nextRecord());
  }

  @Override
  public Record loadFromMetaData(RecordMetaData place) throws IOException {
    return embedded(source.loadFromMetaData(place));
  }

  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> places) throws IOException {
    return source.loadFromMetaData(places).stream().map(record -> embedded(record)).toList();
  }

  private Record embedded(Record record) {
    List<Writable> values = embedded(List.of(record.getRecord())).get(0);
    return new org.datavec.api.records.impl.Record(values, record.getMetaData());
  }

  @Override
  public void setConf(Configuration configuration) {
    source.setConf(configuration);
  }

  @Override
  public Configuration getConf() {
    return source.getConf();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  private void writeObject(ObjectOutputStream stream) throws NotSerializableException {
    throw new NotSerializableException(
        "An EmbeddingRecordReader is bound to its embedder; an EmbeddingTransform can be serialized");
  }
}
