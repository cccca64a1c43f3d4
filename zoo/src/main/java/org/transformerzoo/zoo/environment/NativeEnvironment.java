package org.transformerzoo.zoo.environment;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Environment variables that ND4J's native libraries read when they are loaded, set from inside of
 * the process. It happens by itself when ND4J chooses its backend ({@link EnvironmentBackend});
 * what the user has set stays. On systems other than Linux on x86-64 nothing is changed.
 *
 * <ul>
 *   <li>{@code OPENBLAS_CORETYPE}: the bundled OpenBLAS takes processors that are newer than itself
 *       for the oldest ones it knows, and is several times slower than it could be.
 *   <li>{@code GOMP_SPINCOUNT}, unless {@code OMP_WAIT_POLICY} is set: threads of GNU's OpenMP that
 *       wait for long without sleeping hold up whoever shares their cores, and those that sleep at
 *       once wake up late for the next of many short calls; these wait for some microseconds.
 * </ul>
 */
public final class NativeEnvironment {

  static final String CORE_TYPE = "OPENBLAS_CORETYPE";
  static final String WAIT_POLICY = "OMP_WAIT_POLICY";
  static final String THREADS = "OMP_NUM_THREADS";
  static final String BLAS_THREADS = "OPENBLAS_NUM_THREADS";
  static final String SPIN_COUNT = "GOMP_SPINCOUNT";

  private static final Logger LOG = LoggerFactory.getLogger(NativeEnvironment.class);

  /** Longer than the gap between two calls of a plan, shorter than a scheduler's slice. */
  private static final String SPINS = "1000";

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private NativeEnvironment() {}

  /**
   * Sets the variables that are not set. Only needed by those who load OpenBLAS or a library with
   * OpenMP before ND4J; calling it again changes nothing.
   */
  public static void prepare() {
    if (!isKnownPlatform()) {
      return;
    }
    Map<String, String> added = new LinkedHashMap<>();
    wanted(CpuFeatures.read(PROCESSORS))
        .forEach(
            (name, value) -> {
              if (variable(name).isEmpty() && set(name, value)) {
                added.put(name, value);
              }
            });
    if (!added.isEmpty()) {
      report(added);
    }
  }

  /**
   * Lets every thread that computes have so many threads of native code: for processes in which
   * several threads compute at once. It has to be called before ND4J is used; what the user has set
   * stays, and on other systems the variables have to be set from outside.
   *
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public static void limitThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", expected at least 1");
    }
    if (!isKnownPlatform()) {
      return;
    }
    Map<String, String> added = new LinkedHashMap<>();
    for (String name : List.of(THREADS, BLAS_THREADS)) {
      if (variable(name).isEmpty() && set(name, Integer.toString(threads))) {
        added.put(name, Integer.toString(threads));
      }
    }
    if (!added.isEmpty()) {
      report(added);
    }
  }

  private static boolean isKnownPlatform() {
    return Platform.isLinux() && Platform.is64Bit() && Platform.isIntel();
  }

  private static Map<String, String> wanted(CpuFeatures processor) {
    Map<String, String> wanted = new LinkedHashMap<>();
    processor.openBlasCoreType().ifPresent(type -> wanted.put(CORE_TYPE, type));
    if (variable(WAIT_POLICY).isEmpty()) {
      wanted.put(SPIN_COUNT, SPINS);
    }
    return wanted;
  }

  private static void report(Map<String, String> added) {
    Optional<Path> early = LoadedLibraries.find("libopenblas");
    if (early.isPresent()) {
      LOG.warn(
          "{} was loaded before {} could be set for it; call NativeEnvironment.prepare() first",
          early.get(),
          added);
    } else {
      LOG.info("Set for native libraries: {}", added);
    }
  }

  /** As native code sees it now; {@link System#getenv} sees what it was at the start. */
  static Optional<String> variable(String name) {
    return Optional.ofNullable(
        Function.getFunction("c", "getenv").invokeString(new Object[] {name}, false));
  }

  private static boolean set(String name, String value) {
    return Function.getFunction("c", "setenv").invokeInt(new Object[] {name, value, 0}) == 0;
  }
}
