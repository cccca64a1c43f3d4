package org.transformerzoo.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The most memory that this process had at once, as Linux counts it; elsewhere not known. */
final class PeakMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path RESET = Path.of("/proc/self/clear_refs");
  private static final String FORGET_PEAK = "5";
  private static final String PEAK = "VmHWM:";

  private PeakMemory() {}

  /** The peak in KiB. */
  static OptionalLong kibibytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(PEAK))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Lets the peak begin anew at what the process has now, if the system can do that. */
  static void forget() {
    try {
      Files.writeString(RESET, FORGET_PEAK);
    } catch (IOException e) {
      // The peak then is that of the whole life of the process.
    }
  }
}
