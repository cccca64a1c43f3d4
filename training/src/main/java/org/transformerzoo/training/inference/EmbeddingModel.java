package org.transformerzoo.training.inference;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.pooling.WordWeightsPooling;
import org.transformerzoo.zoo.weights.LoadPolicy;

/** The body of a model, whatever head it has, with a pooling. */
final class EmbeddingModel {

  private static final String ARCHITECTURES_OWN = "pooler";
  private static final String DEFAULT_POOLING = "mean";

  private EmbeddingModel() {}

  /**
   * Loads it.
   *
   * @param asked the text of a pooling, or null for the model's own
   * @param wordWeightsFollow whether the caller sets the weights of tokens
   * @throws InvalidModelException if the model has no weights for the pooling's parameters
   */
  static TransformerModel load(Path folder, String asked, boolean wordWeightsFollow) {
    ConfigFile file = ConfigFile.read(folder);
    String pooling = asked == null ? usual(file) : asked;
    ModelSpecification specification = ModelSpecification.pooled(file, PoolingHeads.named(pooling));
    TransformerModel model = TransformerModel.load(folder, specification, LoadPolicy.fineTuning());
    List<String> lacking =
        model.loading().toInitialize().stream()
            .filter(name -> !(wordWeightsFollow && WordWeightsPooling.isTable(name)))
            .toList();
    if (!lacking.isEmpty()) {
      throw new InvalidModelException(
          "%s has no weights for the pooling \"%s\", expected %s: fine-tune the model with it first"
              .formatted(folder, pooling, String.join(", ", lacking)));
    }
    return model;
  }

  /** Below a head the pooler of a family may be part of the head, so it is never the usual one. */
  private static String usual(ConfigFile file) {
    return Optional.of(file.optionalString(ModelSpecification.POOLING, DEFAULT_POOLING))
        .filter(text -> !text.equals(ARCHITECTURES_OWN))
        .orElse(DEFAULT_POOLING);
  }
}
