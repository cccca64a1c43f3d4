package org.transformerzoo.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.transformerzoo.benchmarks.contender.Contender;
import org.transformerzoo.benchmarks.workload.Work;

/** The side of a contender: answers each request line with a line that holds one number. */
public final class ContenderServer {

  /** What a contender says when it is loaded. */
  static final String READY = "ready";

  private final Contender contender;

  /** Serves {@code contender}. */
  public ContenderServer(Contender contender) {
    this.contender = contender;
  }

  /** Answers requests until there are no more. */
  public void serve(BufferedReader requests, PrintStream answers) throws IOException {
    answers.println(READY);
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      answers.println(answer(Request.parse(line)));
    }
  }

  private long answer(Request request) throws IOException {
    if (request instanceof Request.Run run) {
      return time(run.work(), run.times());
    }
    if (request instanceof Request.Tell tell) {
      return tell(tell.work(), tell.file());
    }
    if (request instanceof Request.ForgetPeak) {
      PeakMemory.forget();
      return 0;
    }
    return PeakMemory.kibibytes().orElse(-1);
  }

  private long time(Work work, int times) {
    long begin = System.nanoTime();
    for (int i = 0; i < times; i++) {
      contender.run(work);
    }
    return (System.nanoTime() - begin) / times;
  }

  private long tell(Work work, Path file) throws IOException {
    try (TensorFile tensors = new TensorFile(file)) {
      contender.tell(
          work,
          (name, values) -> {
            try {
              tensors.write(name, values);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    return 0;
  }
}
