package org.transformerzoo.zoo.task;

import java.util.Set;
import org.transformerzoo.zoo.architecture.ModelInput;

/**
 * {@code sequence-to-sequence}: the next word of a text, given another text and the words before
 * it. The decoder reads the labels, shifted right; a saved graph takes {@code decoder_input_ids}.
 */
public final class SequenceToSequence extends LanguageModel {

  private final Objective objective;

  /** A head that is trained to minimise its own loss alone. */
  public SequenceToSequence() {
    this(Objective.plain());
  }

  /** A head that is trained to minimise {@code objective}. */
  public SequenceToSequence(Objective objective) {
    this.objective = objective;
  }

  @Override
  public Objective objective() {
    return objective;
  }

  @Override
  public String name() {
    return "sequence-to-sequence";
  }

  @Override
  public String classSuffix() {
    return "ForConditionalGeneration";
  }

  @Override
  public Set<ModelInput> inputs() {
    return Set.of(ModelInput.SHIFTED_LABELS);
  }

  @Override
  public Set<ModelInput> inferenceInputs() {
    return Set.of(ModelInput.DECODER_INPUT_IDS);
  }
}
