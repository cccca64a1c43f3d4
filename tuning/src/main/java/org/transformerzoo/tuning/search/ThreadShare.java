package org.transformerzoo.tuning.search;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.environment.NativeThreads;

/**
 * So many threads for a piece of work, whatever else runs beside it: native ones, and those of
 * Java's parallel streams, which all work of a process would share otherwise, beside the threads
 * that ask for them.
 *
 * @param threads at least 1
 */
record ThreadShare(int threads) {

  /** Does {@code work} and throws what it throws. */
  <T> T run(Supplier<T> work) {
    ForkJoinPool pool = new ForkJoinPool(threads);
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      return CompletableFuture.supplyAsync(() -> limited(work, loader), pool).join();
    } catch (CompletionException e) {
      throw thrown(e);
    } finally {
      pool.shutdown();
    }
  }

  private <T> T limited(Supplier<T> work, ClassLoader loader) {
    Thread.currentThread().setContextClassLoader(loader); // by which ND4J finds its backend
    Nd4j.getBackend(); // loads the library that has the threads
    NativeThreads.limit(threads);
    return work.get();
  }

  private static RuntimeException thrown(CompletionException wrapper) {
    if (wrapper.getCause() instanceof Error error) {
      throw error;
    }
    return wrapper.getCause() instanceof RuntimeException own ? own : wrapper;
  }
}
