package org.transformerzoo.zoo.architecture.xlnet;

import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.blocks.Activations;
import org.transformerzoo.zoo.architecture.blocks.FirstToken;
import org.transformerzoo.zoo.architecture.blocks.Linear;
import org.transformerzoo.zoo.config.Activation;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.execution.InputRule;
import org.transformerzoo.zoo.parameter.Depth;

/**
 * The sequence summary of transformers: one position or their mean, dense, activation.
 *
 * @param reads which position
 * @param projects whether there is a dense layer
 * @param activation after it
 * @param firstDropout drop probability before it
 * @param lastDropout drop probability after all
 */
public record XlnetSummary(
    Reads reads, boolean projects, Activation activation, double firstDropout, double lastDropout) {

  private static final double ALMOST_ONE = Math.nextDown(1.0);

  /** What a summary is made of. */
  public enum Reads {
    /** The last position, where XLNet has its class token. */
    LAST,
    /** The first position. */
    FIRST,
    /** The mean of all positions. */
    MEAN
  }

  static XlnetSummary read(ConfigFile file) {
    if (file.optionalBoolean("summary_proj_to_labels", false)) {
      throw file.wrong("summary_proj_to_labels", "false: the summary keeps its width");
    }
    return new XlnetSummary(
        reads(file),
        file.optionalBoolean("summary_use_proj", true),
        file.isNull("summary_activation")
            ? Activation.IDENTITY
            : Activation.read(file, "summary_activation", "tanh"),
        file.optionalDouble("summary_first_dropout", 0, 0, ALMOST_ONE),
        file.optionalDouble("summary_last_dropout", 0.1, 0, ALMOST_ONE));
  }

  private static Reads reads(ConfigFile file) {
    return switch (file.optionalString("summary_type", "last")) {
      case "last", "cls_index" -> Reads.LAST; // transformers' heads give no index, which means last
      case "first" -> Reads.FIRST;
      case "mean" -> Reads.MEAN;
      default -> throw file.wrong("summary_type", "\"last\", \"first\", \"mean\" or \"cls_index\"");
    };
  }

  /** Adds the summary but for its last dropout: [batch, hidden]. */
  SDVariable add(GraphBuilder builder, Transformer transformer) {
    int hidden = transformer.config().hiddenSize();
    SDVariable chosen = choose(builder, transformer.lastHiddenState()); // [batch, hidden]
    SDVariable dropped =
        builder.dropout(
            "sequence_summary.first",
            chosen,
            firstDropout,
            shapes -> new long[] {shapes.get(TokenInputs.INPUT_IDS)[0], hidden});
    SDVariable dense =
        projects
            ? Linear.add(builder, "sequence_summary.summary", Depth.head(), dropped, hidden, hidden)
            : dropped;
    return Activations.add(builder.graph(), activation, dense); // [batch, hidden]
  }

  /** One vector of {@code hidden}, [batch, length, hidden]: [batch, hidden]. */
  private SDVariable choose(GraphBuilder builder, SDVariable hidden) {
    return switch (reads) {
      case LAST -> lastPosition(builder, hidden);
      case FIRST -> FirstToken.of(hidden);
      case MEAN -> hidden.mean(1);
    };
  }

  /** {@code hidden}, [batch, length, hidden], at the last position, which must not be padding. */
  static SDVariable lastPosition(GraphBuilder builder, SDVariable hidden) {
    builder.rule(InputRule.lastIsNotZero(TokenInputs.ATTENTION_MASK));
    return builder
        .graph()
        .stridedSlice(
            hidden,
            new long[] {0, -1, 0},
            new long[] {0, 0, 0},
            new long[] {1, 1, 1},
            0b101, // from the beginning in the first and third dimension
            0b101, // to their end
            0,
            0,
            0b010); // without the second
  }
}
