package org.transformerzoo.training.optimizer;

/**
 * The constants of all optimizers; each takes those that it has.
 *
 * @param adam of Adam and its relatives; MADGRAD takes its epsilon
 * @param momentum of MADGRAD and of plain descent, in [0, 1)
 */
public record OptimizerSettings(AdamSettings adam, double momentum) {

  private static final double USUAL_MOMENTUM = 0.9;

  /** The usual constants with {@code epsilon}. */
  public static OptimizerSettings withEpsilon(double epsilon) {
    return new OptimizerSettings(AdamSettings.withEpsilon(epsilon), USUAL_MOMENTUM);
  }
}
