package org.transformerzoo.training.loop;

import java.util.List;
import org.transformerzoo.zoo.execution.RandomKey;

/**
 * Which of several tasks a step learns. The choice depends on the seed and the number of the step
 * alone, so that a run which goes on from a checkpoint chooses as if it had not been interrupted.
 */
public sealed interface TaskSampling {

  /** The place of the task that step {@code step} learns, both counted from 0. */
  int task(long step);

  /** The words that choose a sampling. */
  static List<String> names() {
    return List.of("proportional", "square-root", "annealed", "round-robin");
  }

  /**
   * The sampling called {@code name}.
   *
   * @param name one of {@link #names()}
   * @param examples of each task
   * @param plan of the run, whose epochs annealing counts
   * @param seed of the draws
   * @throws IllegalArgumentException if there is no such sampling; the message lists those there
   *     are
   */
  static TaskSampling named(String name, List<Long> examples, TrainingPlan plan, long seed) {
    return switch (name) {
      case "proportional" -> new Power(examples, 1, seed);
      case "square-root" -> new Power(examples, 0.5, seed);
      case "annealed" -> new Annealed(examples, plan.stepsPerEpoch(), plan.epochs(), seed);
      case "round-robin" -> new RoundRobin(examples.size());
      default ->
          throw new IllegalArgumentException(
              "There is no sampling \"%s\", expected one of %s"
                  .formatted(name, String.join(", ", names())));
    };
  }

  /**
   * Each task with a probability in proportion to a power of the number of its examples.
   *
   * @param examples of each task, at least 1 each
   * @param exponent 1 to see all examples equally often, less to favour small tasks
   * @param seed of the draws
   */
  record Power(List<Long> examples, double exponent, long seed) implements TaskSampling {

    /** Copies the list. */
    public Power {
      examples = List.copyOf(examples);
    }

    @Override
    public int task(long step) {
      double[] upTo = new double[examples.size()];
      double sum = 0;
      for (int i = 0; i < upTo.length; i++) {
        sum += Math.pow(examples.get(i), exponent);
        upTo[i] = sum;
      }
      double drawn = new RandomKey(seed, "task-sampling", step).stream(0).nextDouble() * sum;
      int task = 0;
      while (task < upTo.length - 1 && drawn >= upTo[task]) {
        task++;
      }
      return task;
    }
  }

  /**
   * In proportion to a power that falls from 1 in the first epoch to 0.2 in the last one, 1 −
   * 0.8·(epoch−1)/(epochs−1), so that the tasks are learnt more and more alike (Stickland and
   * Murray, 2019, arXiv 1902.02671).
   *
   * @param examples of each task, at least 1 each
   * @param stepsPerEpoch at least 1
   * @param epochs of the run, at least 1; with one the power stays 1
   * @param seed of the draws
   */
  record Annealed(List<Long> examples, long stepsPerEpoch, long epochs, long seed)
      implements TaskSampling {

    private static final double FALL = 0.8;

    /** Copies the list. */
    public Annealed {
      examples = List.copyOf(examples);
    }

    /** The power in step {@code step}, counted from 0. */
    double exponent(long step) {
      long epoch = Math.min(step / stepsPerEpoch, epochs - 1); // counted from 0
      return epochs == 1 ? 1 : 1 - FALL * (double) epoch / (double) (epochs - 1);
    }

    @Override
    public int task(long step) {
      return new Power(examples, exponent(step), seed).task(step);
    }
  }

  /**
   * One after the other.
   *
   * @param tasks how many there are, at least 1
   */
  record RoundRobin(int tasks) implements TaskSampling {

    @Override
    public int task(long step) {
      return (int) (step % tasks);
    }
  }
}
