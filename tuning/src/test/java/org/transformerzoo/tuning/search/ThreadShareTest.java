package org.transformerzoo.tuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.transformerzoo.training.loop.TrainingFailedException;
import org.transformerzoo.zoo.environment.NativeThreads;

class ThreadShareTest {

  /** The threads on which a parallel stream of many members runs. */
  private static Set<Thread> threads() {
    return IntStream.range(0, 10_000)
        .parallel()
        .mapToObj(member -> Thread.currentThread())
        .collect(Collectors.toSet());
  }

  @Test
  void parallelStreamsStayOnTheThreadsOfTheShare() {
    Set<Thread> used = new ThreadShare(1).run(ThreadShareTest::threads);
    assertThat(used).hasSize(1);
    assertThat(new ThreadShare(3).run(ThreadShareTest::threads)).hasSizeBetween(1, 3);
  }

  @Test
  void nativeThreadsAreLimitedForTheWorkAndForNobodyElse() {
    OptionalInt before = NativeThreads.limit();
    for (int threads : new int[] {1, 3}) {
      OptionalInt limit = new ThreadShare(threads).run(NativeThreads::limit);
      assertThat(limit).isIn(OptionalInt.empty(), OptionalInt.of(threads));
    }
    assertThat(NativeThreads.limit()).isIn(before, OptionalInt.of(1)); // one is set for all tests
  }

  @Test
  void whatTheWorkThrowsIsThrownAsItIs() {
    TrainingFailedException failure = new TrainingFailedException("The loss is NaN in step 3");
    assertThatThrownBy(
            () ->
                new ThreadShare(1)
                    .run(
                        () -> {
                          throw failure;
                        }))
        .isSameAs(failure);
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    assertThatThrownBy(
            () ->
                new ThreadShare(1)
                    .run(
                        () -> {
                          throw error;
                        }))
        .isSameAs(error);
  }
}
