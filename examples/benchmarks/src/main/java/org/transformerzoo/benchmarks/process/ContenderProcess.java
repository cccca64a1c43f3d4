package org.transformerzoo.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.transformerzoo.benchmarks.contender.ContenderKind;
import org.transformerzoo.benchmarks.contender.Setup;
import org.transformerzoo.benchmarks.workload.Work;

/**
 * A contender in a process of its own, so that native libraries and their threads do not meet. It
 * works only while it is asked to.
 */
public final class ContenderProcess implements AutoCloseable {

  private static final long SECONDS_TO_END = 10;

  private final ContenderKind kind;
  private final Path folder;
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter requests;

  /** Starts the process and waits until the contender is loaded. */
  public ContenderProcess(ContenderKind kind, Setup setup) {
    this.kind = kind;
    this.folder = setup.folder();
    try {
      this.process = builder(kind, setup).start();
    } catch (IOException e) {
      throw new UncheckedIOException("A process for " + kind.key() + " cannot be started", e);
    }
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.requests = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    try {
      String greeting = read();
      if (!greeting.equals(ContenderServer.READY)) {
        throw new IllegalStateException(kind.key() + " began with \"" + greeting + "\"");
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static ProcessBuilder builder(ContenderKind kind, Setup setup) {
    List<String> command = ContenderCommandLine.of(kind, setup);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    Map<String, String> environment = builder.environment();
    String threads = Integer.toString(setup.sizes().threads());
    environment.put(ContenderCommandLine.CLASS_PATH, System.getProperty("java.class.path"));
    environment.put("OMP_NUM_THREADS", threads);
    environment.put("OPENBLAS_NUM_THREADS", threads);
    environment.put("OPT_OUT_TRACKING", "true"); // DJL's reports of its use
    environment.put("ORT_DISABLE_TELEMETRY", "1"); // ONNX Runtime's
    return builder;
  }

  /** Which contender it is. */
  public ContenderKind kind() {
    return kind;
  }

  /** Milliseconds of one {@code work}, the mean of {@code times} without a pause. */
  public double milliseconds(Work work, int times) {
    return ask(new Request.Run(work, times)) / 1e6;
  }

  /** Does {@code work} once without telling how long it took. */
  public void warm(Work work) {
    ask(new Request.Run(work, 1));
  }

  /** The results of doing {@code work} once, empty if the contender tells none. */
  public Map<String, float[]> results(Work work) {
    Path file = folder.resolve(kind.key() + ".tensors");
    ask(new Request.Tell(work, file));
    try {
      Map<String, float[]> results = TensorFile.read(file);
      Files.delete(file);
      return results;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins to look for the peak of memory anew. */
  public void forgetPeak() {
    ask(new Request.ForgetPeak());
  }

  /** The most memory that the process had at once since then, in MiB, where the system knows. */
  public OptionalLong peakMebibytes() {
    long kibibytes = ask(new Request.Peak());
    return kibibytes < 0 ? OptionalLong.empty() : OptionalLong.of(kibibytes / 1024);
  }

  private long ask(Request request) {
    requests.println(request.line());
    return Long.parseLong(read());
  }

  private String read() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException(
            "The process of %s has ended with exit code %d; what it said is above"
                .formatted(kind.key(), exitCode()));
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int exitCode() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while " + kind.key() + " ended", e);
    }
  }

  /** Ends the process. */
  @Override
  public void close() {
    requests.close();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
