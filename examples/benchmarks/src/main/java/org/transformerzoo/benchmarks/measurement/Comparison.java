package org.transformerzoo.benchmarks.measurement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.transformerzoo.benchmarks.contender.ContenderKind;
import org.transformerzoo.benchmarks.contender.Setup;
import org.transformerzoo.benchmarks.contender.onnx.OnnxEncoder;
import org.transformerzoo.benchmarks.contender.own.LoadingContender;
import org.transformerzoo.benchmarks.process.ContenderProcess;
import org.transformerzoo.benchmarks.workload.EncoderWeights;
import org.transformerzoo.benchmarks.workload.Sizes;
import org.transformerzoo.benchmarks.workload.Work;

/** Contenders in their processes, first checked against each other and then timed. */
public final class Comparison implements AutoCloseable {

  private final List<ContenderProcess> processes = new ArrayList<>();
  private final Path folder;

  /** Starts {@code kinds}, of which the first is the one that others are compared with. */
  public Comparison(List<ContenderKind> kinds, Sizes sizes, boolean training) {
    this.folder = temporaryFolder();
    try {
      if (kinds.contains(ContenderKind.ONNXRUNTIME)) {
        OnnxEncoder.write(sizes, folder);
      }
      if (kinds.contains(ContenderKind.LOADING)) {
        LoadingContender.write(sizes, folder);
      }
      for (ContenderKind kind : kinds) {
        processes.add(new ContenderProcess(kind, new Setup(sizes, training, folder)));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** How well each contender that tells results agrees with the first one on {@code work}. */
  public Map<ContenderKind, Agreement> agreement(Work work) {
    Map<String, float[]> ours = results(processes.get(0), work);
    Map<ContenderKind, Agreement> agreements = new LinkedHashMap<>();
    for (ContenderProcess process : processes.subList(1, processes.size())) {
      Map<String, float[]> theirs = results(process, work);
      if (!theirs.isEmpty()) {
        agreements.put(process.kind(), Agreement.of(ours, theirs));
      }
    }
    return agreements;
  }

  /** What the first contender tells about doing {@code work} once. */
  public Map<String, float[]> told(Work work) {
    return processes.get(0).results(work);
  }

  private static Map<String, float[]> results(ContenderProcess process, Work work) {
    Map<String, float[]> results = process.results(work);
    if (work == Work.STEP) {
      results.keySet().removeIf(EncoderWeights::movedByRounding);
    }
    return results;
  }

  /** Times {@code work} in turns. */
  public List<Series> time(Work work, Rounds rounds) {
    return rounds.time(work, processes);
  }

  @Override
  public void close() {
    processes.forEach(ContenderProcess::close);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("benchmarks");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
