package org.transformerzoo.training.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.transformerzoo.zoo.weights.AtomicFile;

/**
 * Writes {@code metrics.jsonl}: one JSON object a line, {@code {"step":…,"epoch":…,"loss":…,
 * "gradient-norm":…,"learning-rate":…}} for each step, its task behind its number where there are
 * several, and {@code {"step":…,"evaluation":{…}, "best":…}} for each evaluation. A run that goes
 * on from a checkpoint first drops the lines of later steps, so that the file reads as if it had
 * not been interrupted.
 */
public final class MetricsLog implements TrainingListener {

  /** The name of the file. */
  public static final String NAME = "metrics.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STEP = "step";

  private final Path file;
  private Writer writer;

  /** Writes to {@code file}, whose folder exists. */
  public MetricsLog(Path file) {
    this.file = file;
  }

  @Override
  public void started(TrainingPlan plan, long stepsTaken) {
    try {
      keepUpTo(stepsTaken);
      writer =
          Files.newBufferedWriter(
              file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private void keepUpTo(long step) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    String kept;
    try (Stream<String> lines = Files.lines(file)) {
      kept =
          lines
              .takeWhile(line -> stepOf(line) <= step)
              .map(line -> line + "\n")
              .collect(Collectors.joining());
    }
    AtomicFile.write(file, kept);
  }

  /** A line that was cut off in the middle counts as after every step. */
  private static long stepOf(String line) {
    try {
      JsonNode step = JSON.readTree(line).path(STEP);
      return step.isIntegralNumber() ? step.asLong() : Long.MAX_VALUE;
    } catch (JsonProcessingException e) {
      return Long.MAX_VALUE;
    }
  }

  @Override
  public void stepped(StepReport report) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(STEP, report.step());
    report.task().ifPresent(task -> line.put("task", task));
    line.put("epoch", report.epoch());
    line.put("loss", report.loss());
    line.put("gradient-norm", report.gradientNorm());
    line.put("learning-rate", report.learningRate());
    write(line);
  }

  @Override
  public void evaluated(StepMetrics metrics, boolean best) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(STEP, metrics.step());
    line.put("evaluation", metrics.metrics());
    line.put("best", best);
    write(line);
  }

  private void write(Map<String, Object> line) {
    try {
      writer.write(JSON.writeValueAsString(line) + "\n");
      writer.flush();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  @Override
  public void closed() {
    if (writer != null) {
      try {
        writer.close();
      } catch (IOException e) {
        throw cannotWrite(e);
      }
    }
  }

  private UncheckedIOException cannotWrite(IOException cause) {
    return new UncheckedIOException(file + " could not be written: " + cause.getMessage(), cause);
  }
}
