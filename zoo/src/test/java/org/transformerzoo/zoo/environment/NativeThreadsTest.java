package org.transformerzoo.zoo.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.nd4j.linalg.factory.Nd4j;

@EnabledOnOs(OS.LINUX)
class NativeThreadsTest {

  @Test
  void limitsTheCallingThreadAlone() {
    Nd4j.create(1);
    ExecutorService one = Executors.newSingleThreadExecutor();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      CompletableFuture.runAsync(() -> NativeThreads.limit(3), other).join();
      assertThat(CompletableFuture.supplyAsync(() -> NativeThreads.limit(1), one).join()).isTrue();
      assertThat(CompletableFuture.supplyAsync(NativeThreads::limit, one).join())
          .isEqualTo(OptionalInt.of(1));
      assertThat(CompletableFuture.supplyAsync(NativeThreads::limit, other).join())
          .isEqualTo(OptionalInt.of(3));
    } finally {
      one.shutdown();
      other.shutdown();
    }
  }

  @Test
  void refusesNoThreads() {
    assertThatThrownBy(() -> NativeThreads.limit(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 threads, expected at least 1");
  }
}
