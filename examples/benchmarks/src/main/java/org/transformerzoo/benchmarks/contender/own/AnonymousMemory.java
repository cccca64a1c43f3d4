package org.transformerzoo.benchmarks.contender.own;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much memory this process has of its own at most while something runs, looked at every
 * millisecond. Pages of mapped files, which the system can drop, do not count. Linux only.
 */
final class AnonymousMemory implements AutoCloseable {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String KEY = "RssAnon:";

  private final long before = bytes();
  private final Thread watcher = new Thread(this::watch, "memory");
  private volatile long most = before;
  private volatile boolean over;

  AnonymousMemory() {
    watcher.setDaemon(true);
    watcher.start();
  }

  /** The most bytes there were, beyond those at the start. */
  long grownBy() {
    return Math.max(most, bytes()) - before;
  }

  private void watch() {
    while (!over) {
      most = Math.max(most, bytes());
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static long bytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(KEY))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(STATUS + " has no " + KEY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    over = true;
    watcher.interrupt();
  }
}
