package org.transformerzoo.zoo.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several that ask at once, and one that is killed while it downloads. */
@Timeout(120)
class ConcurrentDownloadTest extends HubTest {

  @Test
  void oneOfTwoThreadsDownloadsAndTheOtherWaits() throws Exception {
    hub.faults(TestHub.WEIGHTS, Faults.slow(10, 50));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Path> one = threads.submit(() -> model().folder());
      Future<Path> other = threads.submit(() -> model().folder());

      assertThat(one.get().resolve(TestHub.WEIGHTS)).hasBinaryContent(WEIGHTS);
      assertThat(other.get()).isEqualTo(one.get());
    } finally {
      threads.shutdownNow();
    }
    assertThat(hub.downloads(TestHub.WEIGHTS)).hasSize(1);
    assertThat(hub.downloads(TestHub.CONFIG)).hasSize(1);
    assertThat(progress.notes).containsExactly("waiting for acme/tiny-bert@main");
  }

  @Test
  void twoThreadsAndAnotherProcessDownloadOnce() throws Exception {
    hub.faults(TestHub.WEIGHTS, Faults.slow(20, 100));
    Process process = startProcess();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Path>> folders =
          List.of(threads.submit(() -> model().folder()), threads.submit(() -> model().folder()));
      for (Future<Path> folder : folders) {
        assertThat(folder.get().resolve(TestHub.WEIGHTS)).hasBinaryContent(WEIGHTS);
      }
      assertThat(outputOf(process)).isEqualTo(folders.get(0).get().toString());
    } finally {
      threads.shutdownNow();
      process.destroyForcibly();
    }
    assertThat(hub.downloads(TestHub.WEIGHTS)).hasSize(1);
  }

  @Test
  void thisProcessWaitsForAnotherOne() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    hub.faults(TestHub.WEIGHTS, Faults.stallAt(100_000, released));
    Process process = startProcess();
    try {
      awaitPart(100_000);
      ExecutorService thread = Executors.newSingleThreadExecutor();
      Future<Path> folder = thread.submit(() -> model().folder());
      while (progress.notes.isEmpty()) {
        Thread.sleep(10);
      }
      assertThat(progress.notes).containsExactly("waiting for acme/tiny-bert@main");
      released.countDown();

      assertThat(folder.get().resolve(TestHub.WEIGHTS)).hasBinaryContent(WEIGHTS);
      assertThat(outputOf(process)).isEqualTo(folder.get().toString());
      thread.shutdownNow();
    } finally {
      process.destroyForcibly();
    }
    assertThat(progress.started).isEmpty();
  }

  @Test
  void aKilledDownloadLeavesNothingThatLooksFinishedAndIsContinued() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    hub.faults(TestHub.WEIGHTS, Faults.stallAt(100_000, released));
    Process process = startProcess();
    awaitPart(100_000);
    process.destroyForcibly().waitFor();
    released.countDown();
    assertThat(visibleFiles(model().cacheDirectory())).containsExactly("config.json");

    Path folder = model().folder();

    assertThat(folder.resolve(TestHub.WEIGHTS)).hasBinaryContent(WEIGHTS);
    assertThat(hub.downloads(TestHub.WEIGHTS).get(1).range()).contains("bytes=100000-");
    assertThat(hub.downloads(TestHub.CONFIG)).hasSize(1);
  }

  private void awaitPart(long length) throws Exception {
    Path part = model().cacheDirectory().resolve(".download/model.safetensors.part");
    while (PartFile.size(part) < length) {
      Thread.sleep(10);
    }
  }

  private Process startProcess() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            AnotherProcess.class.getName(),
            hub.address().toString(),
            cache.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String outputOf(Process process) throws Exception {
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      return text.strip();
    }
  }

  /** Asks for the model and prints its folder. */
  static final class AnotherProcess {

    private AnotherProcess() {}

    public static void main(String[] arguments) {
      HubSettings settings =
          new HubSettings(
              URI.create(arguments[0]),
              Optional.empty(),
              Path.of(arguments[1]),
              false,
              new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(5)),
              Duration.ofMinutes(1));
      System.out.println(PretrainedModels.with(settings).named(TestHub.MODEL).folder());
    }
  }
}
