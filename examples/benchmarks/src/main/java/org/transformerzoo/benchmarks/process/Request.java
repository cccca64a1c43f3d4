package org.transformerzoo.benchmarks.process;

import java.nio.file.Path;
import org.transformerzoo.benchmarks.workload.Work;

/** What the comparing process asks of a contender's process: one line of text. */
sealed interface Request {

  /** Do {@code work} {@code times} times and answer with the nanoseconds of one. */
  record Run(Work work, int times) implements Request {
    @Override
    public String line() {
      return "run " + work + " " + times;
    }
  }

  /** Do {@code work} and write its results to {@code file}. */
  record Tell(Work work, Path file) implements Request {
    @Override
    public String line() {
      return "tell " + work + " " + file;
    }
  }

  /** Begin to look for the peak of memory anew. */
  record ForgetPeak() implements Request {
    @Override
    public String line() {
      return "forget-peak";
    }
  }

  /** Answer with the peak of memory in KiB, −1 if it is not known. */
  record Peak() implements Request {
    @Override
    public String line() {
      return "peak";
    }
  }

  /** The request as it goes over the pipe. */
  String line();

  /** The request that {@code line} is. */
  static Request parse(String line) {
    String[] words = line.split(" ", 3);
    return switch (words[0]) {
      case "run" -> new Run(Work.valueOf(words[1]), Integer.parseInt(words[2]));
      case "tell" -> new Tell(Work.valueOf(words[1]), Path.of(words[2]));
      case "forget-peak" -> new ForgetPeak();
      case "peak" -> new Peak();
      default -> throw new IllegalArgumentException("There is no request \"" + line + "\"");
    };
  }
}
