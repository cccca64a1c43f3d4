package org.transformerzoo.zoo.architecture.xlnet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.ModelInput;
import org.transformerzoo.zoo.architecture.Positions;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.execution.InputRule;

/**
 * The placeholders of XLNet.
 *
 * @param tokens ids, mask and types
 * @param permutationMask 1 where position i must not see position j, [batch, length, length]
 * @param targetMapping 1 at the position of each target, [batch, targets, length]
 * @param targets batch and number of targets, with {@code targetMapping}
 * @param memories of each layer, [memory, batch, hidden]; empty if there are none
 * @param memoryLength number of remembered positions, a scalar
 * @param keys batch and number of positions that can be seen: memory, then the segment
 */
record XlnetInputs(
    TokenInputs tokens,
    Optional<SDVariable> permutationMask,
    Optional<SDVariable> targetMapping,
    Optional<Positions> targets,
    List<SDVariable> memories,
    SDVariable memoryLength,
    Positions keys) {

  static XlnetInputs declare(GraphBuilder builder, XlnetConfig config, Set<ModelInput> chosen) {
    TokenInputs tokens = TokenInputs.declare(builder, config);
    Optional<SDVariable> permutationMask = Optional.empty();
    if (chosen.contains(ModelInput.PERMUTATION_MASK)) {
      permutationMask = Optional.of(overPositions(builder, ModelInput.PERMUTATION_MASK.key()));
      builder.rule(
          InputRule.sameSize(ModelInput.PERMUTATION_MASK.key(), 1, TokenInputs.INPUT_IDS, 1));
    }
    Optional<SDVariable> targetMapping = Optional.empty();
    if (chosen.contains(ModelInput.TARGET_MAPPING)) {
      targetMapping = Optional.of(overPositions(builder, ModelInput.TARGET_MAPPING.key()));
    }
    List<SDVariable> memories =
        chosen.contains(ModelInput.MEMORIES) ? memories(builder, config) : List.of();
    SameDiff graph = builder.graph();
    SDVariable memoryLength =
        memories.isEmpty() ? graph.constant(0L) : graph.sizeAt(memories.get(0), 0);
    return new XlnetInputs(
        tokens,
        permutationMask,
        targetMapping,
        targetMapping.map(mapping -> Positions.of(graph, mapping)),
        memories,
        memoryLength,
        keys(tokens.positions(), memories, memoryLength));
  }

  /** A segment by itself. */
  static XlnetInputs of(SameDiff graph, TokenInputs tokens) {
    return new XlnetInputs(
        tokens,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        graph.constant(0L),
        tokens.positions());
  }

  /** A float input whose first dimension is the batch and whose last the positions. */
  private static SDVariable overPositions(GraphBuilder builder, String name) {
    builder.rule(InputRule.present(name));
    builder.rule(InputRule.sameSize(name, 0, TokenInputs.INPUT_IDS, 0));
    builder.rule(InputRule.sameSize(name, 2, TokenInputs.INPUT_IDS, 1));
    return builder.placeholder(name, DataType.FLOAT, -1, -1, -1);
  }

  private static List<SDVariable> memories(GraphBuilder builder, XlnetConfig config) {
    List<SDVariable> memories = new ArrayList<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      String name = Transformer.MEMORIES + layer;
      memories.add(builder.placeholder(name, DataType.FLOAT, -1, -1, config.hiddenSize()));
      builder.rule(InputRule.present(name));
      builder.rule(InputRule.sameSize(name, 1, TokenInputs.INPUT_IDS, 0));
      builder.rule(InputRule.sameSize(name, 0, Transformer.MEMORIES + 0, 0));
    }
    return memories;
  }

  private static Positions keys(
      Positions queries, List<SDVariable> memories, SDVariable memoryLength) {
    if (memories.isEmpty()) {
      return queries;
    }
    return new Positions(
        queries.batch(),
        queries.length().add(memoryLength),
        shapes -> {
          long[] segment = queries.sizes().of(shapes);
          return new long[] {segment[0], segment[1] + shapes.get(Transformer.MEMORIES + 0)[0]};
        });
  }

  /** Batch and length of the segment. */
  Positions queries() {
    return tokens.positions();
  }

  /** Zeros for the memory in front of {@code values}, [batch, {@code middle}…, length]. */
  SDVariable behindMemory(SameDiff graph, SDVariable values, SDVariable... middle) {
    if (memories.isEmpty()) {
      return values;
    }
    SDVariable[] dimensions = new SDVariable[middle.length + 2];
    dimensions[0] = queries().batch();
    System.arraycopy(middle, 0, dimensions, 1, middle.length);
    dimensions[middle.length + 1] = memoryLength;
    SDVariable zeros = graph.fill(graph.stack(0, dimensions), DataType.FLOAT, 0.0);
    return graph.concat(middle.length + 1, zeros, values);
  }
}
