package org.transformerzoo.deeplearning4j.vertex;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.nd4j.linalg.learning.config.IUpdater;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.pooling.AsymmetricStage;
import org.transformerzoo.zoo.pooling.PoolingHead;
import org.transformerzoo.zoo.pooling.PoolingHeads;

/**
 * Collects the settings of a {@link TransformerVertex}; {@link #build()} checks them all at once.
 */
public final class TransformerVertexBuilder {

  private static final List<String> KNOWN_INPUTS =
      List.of(
          TokenInputs.INPUT_IDS,
          TokenInputs.ATTENTION_MASK,
          TokenInputs.TOKEN_TYPE_IDS,
          AsymmetricStage.ROLE);

  private final ConfigFile config;
  private final String folder;
  private PoolingHead pooling = PoolingHeads.named("mean");
  private List<String> inputs = KNOWN_INPUTS.subList(0, 3);
  private boolean frozen;
  private IUpdater updater;
  private double weightDecay;
  private GradientNormalization normalization = GradientNormalization.None;
  private double threshold = 1;
  private long seed;

  TransformerVertexBuilder(ConfigFile config, String folder) {
    this.config = config;
    this.folder = folder;
  }

  /** Optional: the text of a pooling, as {@code docs/pooling.md} describes; {@code mean}. */
  public TransformerVertexBuilder pooling(String text) {
    pooling = PoolingHeads.named(text);
    return this;
  }

  /**
   * Optional: what the vertex's inputs are, {@code input_ids} among them, of {@code input_ids},
   * {@code attention_mask}, {@code token_type_ids} and {@code text_role}, [batch, 1], which an
   * asymmetric pooling asks for and no other one takes; the first three by default.
   */
  public TransformerVertexBuilder inputs(String... names) {
    inputs = List.of(names);
    return this;
  }

  /**
   * Optional: whether the encoder stays as it is: no gradients, no updater state, no dropout. Not
   * by default. Its parameters still belong to the graph, and are saved with it.
   */
  public TransformerVertexBuilder frozen(boolean asItIs) {
    frozen = asItIs;
    return this;
  }

  /** Required unless frozen: what updates the parameters. */
  public TransformerVertexBuilder updater(IUpdater rule) {
    updater = rule;
    return this;
  }

  /**
   * Optional: the coefficient of DL4J's {@code WeightDecay}, multiplied with the learning rate; at
   * least 0, which is the default. Biases and norms are spared.
   */
  public TransformerVertexBuilder weightDecay(double coefficient) {
    weightDecay = coefficient;
    return this;
  }

  /** Optional: what is done with the gradients before the update; nothing by default. */
  public TransformerVertexBuilder gradientNormalization(GradientNormalization kind, double limit) {
    normalization = kind;
    threshold = limit;
    return this;
  }

  /** Optional: the seed of dropout and of weights that are not loaded; 0 by default. */
  public TransformerVertexBuilder seed(long number) {
    seed = number;
    return this;
  }

  /**
   * The vertex.
   *
   * @throws DL4JInvalidConfigException that names every setting that is missing or wrong
   */
  public TransformerVertex build() {
    List<String> problems = new ArrayList<>();
    if (!frozen && updater == null) {
      problems.add("updater is not set, expected one, or frozen");
    }
    if (frozen && updater != null) {
      problems.add("updater is set, expected none for a frozen encoder");
    }
    if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
      problems.add("weightDecay is " + weightDecay + ", expected at least 0");
    }
    long distinct = inputs.stream().filter(KNOWN_INPUTS::contains).distinct().count();
    if (distinct != inputs.size() || !inputs.contains(TokenInputs.INPUT_IDS)) {
      problems.add(
          "inputs are %s, expected input_ids and any others of %s, each once"
              .formatted(inputs, KNOWN_INPUTS));
    }
    if (!problems.isEmpty()) {
      throw new DL4JInvalidConfigException(String.join("; ", problems));
    }
    TransformerVertex vertex =
        new TransformerVertex(
            config.toJson(),
            pooling.name(),
            inputs,
            frozen,
            updater,
            weightDecay,
            Objects.requireNonNull(normalization, "gradientNormalization"),
            threshold,
            seed,
            folder);
    boolean asymmetric = vertex.graph().asymmetric(); // what cannot be built is told here
    if (asymmetric != inputs.contains(AsymmetricStage.ROLE)) {
      throw new DL4JInvalidConfigException(
          "inputs are %s, expected %s %s"
              .formatted(
                  inputs,
                  AsymmetricStage.ROLE,
                  asymmetric ? "among them for this pooling" : "for asymmetric poolings alone"));
    }
    return vertex;
  }
}
