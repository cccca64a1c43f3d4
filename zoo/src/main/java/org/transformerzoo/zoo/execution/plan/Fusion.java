package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces groups of operations of a graph by single ones that have a fast kernel. Results keep
 * their names and values, so that each may still be an output.
 */
final class Fusion {

  private Fusion() {}

  /**
   * The operations of {@code program}, fused.
   *
   * @param training whether it will be differentiated
   * @param labels how many rows have a label that counts, see {@link UnreadRows#drop}
   */
  static Program fuse(
      Program program, Kernels kernels, boolean training, Map<String, Long> labels) {
    List<Pattern> blocks =
        List.of(
            new LayerNormPattern(),
            new ActivationPattern(kernels),
            new HeadProductPattern(),
            new RelativeBiasPattern(),
            new AttentionPattern(),
            new CrossEntropyPattern(),
            LinearPatterns::product);
    List<Pattern> epilogues = new ArrayList<>();
    epilogues.add(LinearPatterns::bias);
    epilogues.add(LinearPatterns::mask);
    epilogues.add(LinearPatterns::residual);
    if (!training) {
      epilogues.add(LinearPatterns::activation);
    }
    epilogues.add(ElementwisePatterns::add);
    epilogues.add(ElementwisePatterns::multiply);
    if (kernels.worksBySequence() && !training) {
      epilogues.add(LayerProductsPattern::match);
    }
    if (kernels.worksBySequence()) {
      epilogues.add(new AttentionContextPattern(training));
    }
    return drawLate(UnreadRows.drop(apply(epilogues, apply(blocks, program)), labels));
  }

  private static Program apply(List<Pattern> patterns, Program program) {
    Program live = program.withoutDeadParts();
    Map<String, Tensor> outputs = live.outputs();
    Definitions definitions = new Definitions(live.operations(), outputs.values());
    List<Operation> fused = new ArrayList<>();
    for (Operation operation : live.operations()) {
      Operation replacement =
          patterns.stream()
              .flatMap(pattern -> pattern.match(operation, definitions).stream())
              .findFirst()
              .orElse(operation);
      definitions.define(replacement);
      fused.add(replacement);
    }
    return new Program(fused, outputs).withoutDeadParts();
  }

  /** Moves operations that read nothing, such as random masks, to where they are needed. */
  private static Program drawLate(Program program) {
    Map<Tensor, Operation> waiting = new LinkedHashMap<>();
    List<Operation> ordered = new ArrayList<>();
    for (Operation operation : program.operations()) {
      if (operation.inputs().isEmpty()) {
        operation.outputs().forEach(output -> waiting.put(output.root(), operation));
        continue;
      }
      for (Tensor input : operation.inputs()) {
        Operation source = waiting.remove(input.root());
        if (source != null) {
          ordered.add(source);
        }
      }
      ordered.add(operation);
    }
    ordered.addAll(waiting.values());
    return new Program(ordered, program.outputs());
  }
}
