package org.transformerzoo.benchmarks.measurement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.benchmarks.process.ContenderProcess;
import org.transformerzoo.benchmarks.workload.Work;

/**
 * Times contenders in turns, A B C A B C, so that a change in the machine's speed meets all of them
 * alike.
 *
 * @param count how many rounds there are
 * @param slowCount how many of them slow contenders take part in
 */
public record Rounds(int count, int slowCount) {

  private static final int WARM_UPS = 2;

  /** Every contender works for about this long, twice, before anything counts. */
  private static final double MILLISECONDS_OF_WARMING_UP = 5000;

  /** Short works are repeated until a timing takes about this long. */
  private static final double MILLISECONDS_OF_A_TIMING = 200;

  private static final int MOST_REPETITIONS = 50;

  /** Lets threads that spin after their work come to rest before another contender begins. */
  private static final long MILLISECONDS_OF_REST = 20;

  public Rounds {
    if (count < 1 || slowCount < 0) {
      throw new IllegalArgumentException(
          "there are %d rounds, %d of slow contenders, expected at least 1 and 0"
              .formatted(count, slowCount));
    }
  }

  /** Times {@code work}. */
  public List<Series> time(Work work, List<ContenderProcess> contenders) {
    Map<ContenderProcess, Double> first = new LinkedHashMap<>();
    Map<ContenderProcess, Integer> repetitions = new LinkedHashMap<>();
    Map<ContenderProcess, List<Double>> timings = new LinkedHashMap<>();
    for (ContenderProcess contender : contenders) {
      first.put(contender, contender.milliseconds(work, 1));
      repetitions.put(contender, warmUp(work, contender));
      timings.put(contender, new ArrayList<>());
      contender.forgetPeak();
    }
    for (int round = 0; round < count; round++) {
      for (ContenderProcess contender : contenders) {
        if (round < rounds(contender)) {
          rest();
          timings.get(contender).add(time(work, contender, repetitions.get(contender)));
        }
      }
    }
    return contenders.stream()
        .map(
            contender ->
                new Series(
                    contender.kind(),
                    first.get(contender),
                    timings.get(contender),
                    contender.peakMebibytes()))
        .toList();
  }

  private int rounds(ContenderProcess contender) {
    return contender.kind().slow() ? Math.min(count, slowCount) : count;
  }

  /** How often the work is to be repeated in one timing. */
  private static int warmUp(Work work, ContenderProcess contender) {
    if (work == Work.EPOCH || contender.kind().slow()) {
      return 1;
    }
    double cold = contender.milliseconds(work, WARM_UPS);
    // Java compiles what has run for a while, and native libraries settle too.
    double warmer = contender.milliseconds(work, timesWithin(MILLISECONDS_OF_WARMING_UP, cold));
    double warm = contender.milliseconds(work, timesWithin(MILLISECONDS_OF_WARMING_UP, warmer));
    return Math.min(MOST_REPETITIONS, timesWithin(MILLISECONDS_OF_A_TIMING, warm));
  }

  private static int timesWithin(double milliseconds, double each) {
    return (int) Math.max(1, milliseconds / each);
  }

  /** Caches are another contender's at first; what is timed comes after one run for nothing. */
  private static double time(Work work, ContenderProcess contender, int repetitions) {
    if (work != Work.EPOCH) {
      contender.warm(work);
    }
    return contender.milliseconds(work, repetitions);
  }

  private static void rest() {
    try {
      Thread.sleep(MILLISECONDS_OF_REST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted between two timings", e);
    }
  }
}
