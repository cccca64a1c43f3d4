package org.transformerzoo.zoo.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A hub with a complete model, and a cache that is empty. */
abstract class HubTest {

  static final byte[] WEIGHTS = bytes(300_000, 1);

  @TempDir Path cache;
  TestHub hub;
  final RecordedProgress progress = new RecordedProgress();

  @BeforeEach
  final void startHub() throws IOException {
    hub = new TestHub().small(TestHub.CONFIG, "{}").large(TestHub.WEIGHTS, WEIGHTS);
  }

  @AfterEach
  final void stopHub() {
    hub.close();
  }

  HubSettings settings() {
    return new HubSettings(
        hub.address(),
        Optional.empty(),
        cache,
        false,
        new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(5)),
        Duration.ofSeconds(20));
  }

  PretrainedModel model() {
    return model(settings());
  }

  PretrainedModel model(HubSettings settings) {
    return PretrainedModels.with(settings).listener(progress).named(TestHub.MODEL);
  }

  /** Breaks the connection at byte {@code end} of the weights, once all before it is here. */
  final TestHub.Fault dropAt(int end) {
    return Faults.dropAt(end, () -> progress.positions.contains((long) end));
  }

  /** The files with their own names, without what the download keeps beside them. */
  static List<String> visibleFiles(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  static byte[] bytes(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** What a listener heard. */
  static final class RecordedProgress implements ProgressListener {

    final List<String> started = Collections.synchronizedList(new ArrayList<>());
    final List<String> finished = Collections.synchronizedList(new ArrayList<>());
    final List<Long> positions = Collections.synchronizedList(new ArrayList<>());
    final List<Duration> delays = Collections.synchronizedList(new ArrayList<>());
    final List<String> notes = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void started(String file, long present, OptionalLong length) {
      started.add(file + " " + present + " of " + length.orElse(-1));
    }

    @Override
    public void advanced(String file, long present) {
      if (file.equals(TestHub.WEIGHTS)) {
        positions.add(present);
      }
    }

    @Override
    public void finished(String file) {
      finished.add(file);
    }

    @Override
    public void retrying(String file, String reason, Duration delay) {
      delays.add(delay);
      notes.add(reason);
    }

    @Override
    public void waiting(ModelId model) {
      notes.add("waiting for " + model);
    }

    @Override
    public void note(String sentence) {
      notes.add(sentence);
    }
  }
}
