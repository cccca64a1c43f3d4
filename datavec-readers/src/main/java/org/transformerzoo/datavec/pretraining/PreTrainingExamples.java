package org.transformerzoo.datavec.pretraining;

import java.util.Arrays;
import org.transformerzoo.datavec.batching.ExampleSource;
import org.transformerzoo.datavec.batching.RandomStream;
import org.transformerzoo.datavec.batching.TokenizedExample;
import org.transformerzoo.datavec.reader.ExampleLocation;

/**
 * Sequences of a store as examples of an objective. What is drawn for a sequence depends on the
 * seed, the epoch and the sequence: no epoch repeats another, and a run that goes on in the middle
 * of one draws what it would have drawn.
 */
public final class PreTrainingExamples implements ExampleSource {

  private static final String PURPOSE = "objective";

  private final transient TokenStore store;
  private final int first;
  private final int[] lengths;
  private final PreTrainingObjective objective;
  private final long seed;
  private final boolean drawnAnew;

  private PreTrainingExamples(
      TokenStore store,
      int first,
      int[] lengths,
      PreTrainingObjective objective,
      long seed,
      boolean drawnAnew) {
    this.store = store;
    this.first = first;
    this.lengths = lengths;
    this.objective = objective;
    this.seed = seed;
    this.drawnAnew = drawnAnew;
  }

  /** All sequences of {@code store}, which stays the caller's to close. */
  public static PreTrainingExamples of(
      TokenStore store, PreTrainingObjective objective, long seed) {
    return new PreTrainingExamples(store, 0, store.lengths(), objective, seed, true);
  }

  /**
   * Some of these examples.
   *
   * @param from the first of them
   * @param to the one behind the last of them
   * @throws IllegalArgumentException if there are no such examples, or none
   */
  public PreTrainingExamples part(int from, int to) {
    if (from < 0 || from >= to || to > lengths.length) {
      throw new IllegalArgumentException(
          "from %d to %d is no part of %d examples".formatted(from, to, lengths.length));
    }
    return new PreTrainingExamples(
        store, first + from, Arrays.copyOfRange(lengths, from, to), objective, seed, drawnAnew);
  }

  /** The same examples, drawn once and for all, to compare models by. */
  public PreTrainingExamples fixed() {
    return new PreTrainingExamples(store, first, lengths, objective, seed, false);
  }

  @Override
  public int size() {
    return lengths.length;
  }

  @Override
  public int[] lengths() {
    return lengths.clone();
  }

  @Override
  public TokenizedExample example(int index, long epoch) {
    int place = first + index;
    RandomStream random = new RandomStream(seed, PURPOSE, drawnAnew ? epoch : 0, place);
    return objective.example(store.sequence(place), random);
  }

  @Override
  public ExampleLocation location(int index) {
    return store.location(first + index);
  }
}
