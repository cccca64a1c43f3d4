package org.transformerzoo.training.schedule;

import java.util.OptionalDouble;

/**
 * The numbers of all schedules; each takes those that it has.
 *
 * @param warmup how long the learning rate rises
 * @param cycles of the cosine: half a wave by default, or one fall with restarts
 * @param power of the polynomial
 * @param end the factor at the polynomial's end
 */
public record ScheduleSettings(Warmup warmup, OptionalDouble cycles, double power, double end) {

  /** The usual numbers after {@code warmup}: a cosine to 0, a line to 0. */
  public static ScheduleSettings of(Warmup warmup) {
    return new ScheduleSettings(warmup, OptionalDouble.empty(), 1, 0);
  }
}
