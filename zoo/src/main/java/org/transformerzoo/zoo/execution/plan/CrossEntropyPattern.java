package org.transformerzoo.zoo.execution.plan;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/** −Σ(log softmax(logits)·one-hot(labels)·counted)/max(Σ counted, 1) where counted = labels ≥ 0. */
final class CrossEntropyPattern implements Pattern {

  @Override
  public Optional<Operation> match(Operation last, Definitions definitions) {
    if (!(last instanceof Nd4jOperation negation) || !negation.kind().equals("neg")) {
      return Optional.empty();
    }
    Nd4jOperation mean = definitions.maker(negation.inputs().get(0), "divide").orElse(null);
    if (mean == null) {
      return Optional.empty();
    }
    Nd4jOperation likelihood =
        definitions
            .operand(mean.inputs().get(0), "reduce_sum")
            .flatMap(sum -> definitions.maker(sum, "multiply"))
            .orElse(null);
    Optional<Tensor> labels =
        likelihood == null ? Optional.empty() : labels(likelihood.inputs().get(1), definitions);
    Optional<Tensor> logits =
        labels.flatMap(found -> logits(likelihood.inputs().get(0), found, definitions));
    boolean counted =
        logits.isPresent()
            && isCount(mean.inputs().get(1), likelihood.inputs().get(1), definitions);
    Tensor loss = negation.outputs().get(0);
    return counted && loss.length() == 1
        ? Optional.of(
            new CrossEntropy(
                logits.get(),
                labels.get(),
                Tensor.computed("log probabilities", logits.get().shape()),
                loss))
        : Optional.empty();
  }

  /** The labels where {@code counted} is 1 for those that are not negative. */
  private static Optional<Tensor> labels(Tensor counted, Definitions definitions) {
    return definitions
        .operand(counted, "cast")
        .flatMap(sign -> definitions.maker(sign, "greaterthanorequal_scalar"))
        .filter(comparison -> Definitions.number(comparison).orElse(1) == 0)
        .map(comparison -> comparison.inputs().get(0))
        .filter(labels -> labels.type() == DataType.INT32 && labels.rank() == 1);
  }

  /** The logits where {@code likelihood} is the log-probability of each row's label. */
  private static Optional<Tensor> logits(
      Tensor likelihood, Tensor labels, Definitions definitions) {
    return definitions
        .operand(likelihood, "reduce_sum")
        .flatMap(chosen -> definitions.maker(chosen, "multiply"))
        .filter(chosen -> isOneHot(chosen.inputs().get(1), labels, definitions))
        .flatMap(chosen -> definitions.operand(chosen.inputs().get(0), "log_softmax"))
        .filter(logits -> logits.rank() == 2 && logits.size(0) == labels.length());
  }

  private static boolean isOneHot(Tensor oneHot, Tensor labels, Definitions definitions) {
    return definitions
        .operand(oneHot, "onehot")
        .flatMap(classes -> definitions.maker(classes, "maximum"))
        .filter(maximum -> maximum.inputs().get(0).equals(labels))
        .flatMap(maximum -> definitions.operand(maximum.inputs().get(1), "zeroslike"))
        .filter(labels::equals)
        .isPresent();
  }

  private static boolean isCount(Tensor tensor, Tensor counted, Definitions definitions) {
    return definitions
        .maker(tensor, "maximum")
        .filter(maximum -> maximum.inputs().get(1).isConstant())
        .filter(maximum -> maximum.inputs().get(1).value().getDouble(0) == 1)
        .flatMap(maximum -> definitions.operand(maximum.inputs().get(0), "reduce_sum"))
        .filter(counted::equals)
        .isPresent();
  }
}
