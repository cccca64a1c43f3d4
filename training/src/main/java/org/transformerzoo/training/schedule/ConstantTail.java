package org.transformerzoo.training.schedule;

/**
 * Another schedule up to a step, and a constant learning rate from there on, as stochastic weight
 * averaging wants it (Izmailov et al., 2018, arXiv 1803.05407).
 *
 * @param inner the course until then
 * @param start the first step of the tail, counted from 0
 * @param factor of the learning rate in the tail, above 0
 */
public record ConstantTail(Schedule inner, long start, double factor) implements Schedule {

  /** Checks the number. */
  public ConstantTail {
    if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("factor is " + factor + ", expected above 0");
    }
  }

  @Override
  public double factor(long step, long totalSteps) {
    return step < start ? inner.factor(step, totalSteps) : factor;
  }
}
