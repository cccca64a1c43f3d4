package org.transformerzoo.scaleout;

import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.transformerzoo.zoo.environment.NativeEnvironment;

/**
 * The models of this process, each loaded once by the first task that needs it and shared by all
 * tasks until the process ends. Spark gives tasks nothing that lives as long as their executor, so
 * this is kept in a static field; a broadcast variable would be dropped and read again at will,
 * native memory and all.
 */
final class ProcessTables {

  private record Key(LineWork work, Path folder) {}

  private static final ConcurrentMap<Key, LineWork.Table> LOADED = new ConcurrentHashMap<>();

  private ProcessTables() {}

  /**
   * The table of {@code work} with the model of {@code folder}.
   *
   * @param threads of native code for each task
   */
  static LineWork.Table of(LineWork work, Path folder, int threads) {
    return LOADED.computeIfAbsent(
        new Key(work, folder.toAbsolutePath()),
        key -> {
          NativeEnvironment.limitThreads(threads);
          return key.work().load(key.folder());
        });
  }
}
