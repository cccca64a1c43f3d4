package org.transformerzoo.deeplearning4j.features;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.datavec.api.transform.metadata.ColumnMetaData;
import org.datavec.api.transform.metadata.NDArrayMetaData;
import org.datavec.api.transform.schema.Schema;
import org.datavec.api.transform.transform.BaseTransform;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonIgnoreProperties;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.transformerzoo.training.inference.SentenceEmbedder;

/**
 * A step of a DataVec {@code TransformProcess}: puts the vector of a text, [1, width], in the place
 * of the text.
 *
 * <pre>{@code
 * new TransformProcess.Builder(schema)
 *     .transform(new EmbeddingTransform("text", "model", 128))
 *     .build();
 * }</pre>
 *
 * <p>It can be serialized and written as JSON with its process; the model is loaded from its folder
 * where the process runs, at first use, and kept as long as this step is in use. DataVec gives it
 * one record at a time, so that {@link EmbeddingRecordReader}, which embeds many together, is
 * faster.
 */
@JsonIgnoreProperties({"inputSchema", "embedder"})
public final class EmbeddingTransform extends BaseTransform {

  private static final long serialVersionUID = 1;

  /** Frees the native memory of models whose steps nobody has any more; DataVec closes none. */
  private static final Cleaner CLEANER = Cleaner.create();

  private final String column;
  private final String model;
  private final int maxLength;
  private transient SentenceEmbedder embedder;

  /**
   * A step for one column.
   *
   * @param column the name of the text's column
   * @param model the folder of the model
   * @param maxLength longer texts are shortened to so many tokens, at least 4
   */
  public EmbeddingTransform(
      @JsonProperty("column") String column,
      @JsonProperty("model") String model,
      @JsonProperty("maxLength") int maxLength) {
    this.column = column;
    this.model = model;
    this.maxLength = maxLength;
  }

  private synchronized SentenceEmbedder embedder() {
    if (embedder == null) {
      SentenceEmbedder loaded =
          SentenceEmbedder.builder(Path.of(model)).maxLength(maxLength).build();
      CLEANER.register(this, loaded::close);
      embedder = loaded;
    }
    return embedder;
  }

  @Override
  public List<Writable> map(List<Writable> record) {
    List<Writable> embedded = new ArrayList<>(record);
    int place = inputSchema.getIndexOfColumn(column);
    embedded.set(place, new NDArrayWritable(vector(record.get(place).toString())));
    return embedded;
  }

  /** {@inheritDoc} The text's vector. */
  @Override
  public Object map(Object text) {
    return vector(String.valueOf(text));
  }

  @Override
  public Object mapSequence(Object sequence) {
    throw new UnsupportedOperationException("A sequence of texts without its columns");
  }

  @SuppressWarnings("try") // the scope is left at the end
  private INDArray vector(String text) {
    // The model that is loaded here stays when the workspaces of DL4J's threads go.
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      return Nd4j.createFromArray(embedder().embed(List.of(text))); // [1, width]
    } finally {
      Reference.reachabilityFence(this); // or the embedder might be closed while it works
    }
  }

  @Override
  public Schema transform(Schema schema) {
    List<ColumnMetaData> columns = new ArrayList<>(schema.getColumnMetaData());
    int place = schema.getIndexOfColumn(column);
    columns.set(place, new NDArrayMetaData(column, new long[] {1, embedder().width()}));
    return schema.newSchema(columns);
  }

  @Override
  public String outputColumnName() {
    return column;
  }

  @Override
  public String[] outputColumnNames() {
    return new String[] {column};
  }

  @Override
  public String[] columnNames() {
    return new String[] {column};
  }

  @Override
  public String columnName() {
    return column;
  }

  @Override
  public String toString() {
    return "EmbeddingTransform(%s, %s)".formatted(column, model);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EmbeddingTransform same
        && column.equals(same.column)
        && model.equals(same.model)
        && maxLength == same.maxLength;
  }

  @Override
  public int hashCode() {
    return List.of(column, model, maxLength).hashCode();
  }
}
