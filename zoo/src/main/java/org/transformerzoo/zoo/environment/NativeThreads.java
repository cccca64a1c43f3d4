package org.transformerzoo.zoo.environment;

import com.sun.jna.NativeLibrary;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How many threads native libraries use for what one thread of Java asks of them, where they share
 * GNU's OpenMP (Linux): of one thread among others, at any time. {@link
 * NativeEnvironment#limitThreads} is for all of a process, before ND4J is used. Elsewhere nothing
 * is changed; set {@code OMP_NUM_THREADS} before the process begins.
 */
public final class NativeThreads {

  private static final String LIBRARY = "libgomp";

  private NativeThreads() {}

  /**
   * Limits the native threads of the calling thread, and of no other.
   *
   * @param threads at least 1
   * @return whether it could be done; not before a library with OpenMP is loaded
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public static boolean limit(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads, expected at least 1");
    }
    Optional<Path> library = LoadedLibraries.find(LIBRARY);
    library.ifPresent(
        file ->
            NativeLibrary.getInstance(file.toString())
                .getFunction("omp_set_num_threads")
                .invokeVoid(new Object[] {threads}));
    return library.isPresent();
  }

  /** The limit of the calling thread; empty where there is no such library. */
  public static OptionalInt limit() {
    return LoadedLibraries.find(LIBRARY)
        .map(
            file ->
                OptionalInt.of(
                    NativeLibrary.getInstance(file.toString())
                        .getFunction("omp_get_max_threads")
                        .invokeInt(new Object[0])))
        .orElseGet(OptionalInt::empty);
  }
}
