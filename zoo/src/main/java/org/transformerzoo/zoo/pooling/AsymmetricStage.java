package org.transformerzoo.zoo.pooling;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code asymmetric}: one stack of stages for queries and another for documents on the same pooled
 * vector (sentence-transformers, {@code Asym}). The graph has one more input, {@link #ROLE}.
 *
 * @param query stages for a query
 * @param document stages for a document, of the same width
 */
public record AsymmetricStage(
    List<NamedStage<VectorStage>> query, List<NamedStage<VectorStage>> document)
    implements VectorStage {

  /** Name of the placeholder: 0 for a query, 1 for a document, int32, [batch, 1]. */
  public static final String ROLE = "text_role";

  /** Copies the lists. */
  public AsymmetricStage {
    query = List.copyOf(query);
    document = List.copyOf(document);
  }

  @Override
  public Pooled transform(PoolingSite site, Pooled pooled) {
    Pooled forQuery = PoolingPipeline.transform(site.part("query", site.text()), 0, query, pooled);
    Pooled forDocument =
        PoolingPipeline.transform(site.part("document", site.text()), 0, document, pooled);
    if (forQuery.width() != forDocument.width()) {
      throw new InvalidModelException(
          "The pooling \"%s\" gives queries %d entries and documents %d, expected the same number"
              .formatted(site.text(), forQuery.width(), forDocument.width()));
    }
    SDVariable isDocument =
        site.builder().idPlaceholder(ROLE, 2, 1).castTo(DataType.FLOAT); // [batch, 1]
    List<SDVariable> chosen = new ArrayList<>();
    for (int k = 0; k < forQuery.vectors().size(); k++) {
      SDVariable ofQuery = forQuery.vectors().get(k).mul(isDocument.rsub(1.0)); // [batch, width]
      chosen.add(ofQuery.add(forDocument.vectors().get(k).mul(isDocument)));
    }
    return new Pooled(chosen, forQuery.width());
  }
}
