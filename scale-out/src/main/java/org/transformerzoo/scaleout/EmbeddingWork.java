package org.transformerzoo.scaleout;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.transformerzoo.datavec.reader.FileLine;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.training.inference.SentenceEmbedder;
import org.transformerzoo.training.inference.VectorLines;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.pooling.PoolingHeads;

/**
 * A vector for each text.
 *
 * @param maxLength longer texts are shortened to so many tokens
 * @param batchSize texts that are computed together
 * @param pooling its text, or null for the model's own
 * @param normalized whether vectors are scaled to the length 1
 * @param role of texts of which their file does not say it, or null
 */
record EmbeddingWork(
    int maxLength, int batchSize, String pooling, boolean normalized, TextRole role)
    implements LineWork {

  @Override
  public void check(Path folder) {
    ConfigFile config = ConfigFile.read(folder);
    if (pooling != null) {
      ModelSpecification.pooled(config, PoolingHeads.named(pooling));
    }
  }

  @Override
  public Table load(Path folder) {
    SentenceEmbedder embedder =
        SentenceEmbedder.builder(folder)
            .maxLength(maxLength)
            .batchSize(batchSize)
            .pooling(pooling)
            .normalized(normalized)
            .build();
    VectorLines table = new VectorLines(embedder, Optional.ofNullable(role));
    int width = embedder.embed(List.of(""), TextRole.QUERY)[0].length;
    return new Table() {
      @Override
      public String header() {
        return VectorLines.header(width);
      }

      @Override
      public List<String> rows(List<FileLine> lines) {
        return table.rows(lines);
      }
    };
  }
}
