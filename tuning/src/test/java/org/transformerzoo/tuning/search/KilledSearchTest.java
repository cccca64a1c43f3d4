package org.transformerzoo.tuning.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search whose process is killed with SIGKILL, again and again, and started again each time. */
@Tag("slow")
class KilledSearchTest {

  private static final int KILLS = 20;
  private static final int CANDIDATES = 30;
  private static final long LONGEST_LIFE_MILLISECONDS = 3000;

  @TempDir private Path folder;

  /** The process: searches in the folder it is given, and notes which candidates it begins. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      run(Path.of(arguments[0]));
    }

    static SearchOutcome run(Path folder) {
      SyntheticTrial trial = new SyntheticTrial(SyntheticTrial.HILL);
      return new Search(
              SyntheticPlans.hill(Map.of("generator", "genetic", "trials", CANDIDATES)), folder)
          .trial(
              (configuration, place, listeners) -> {
                note(folder.resolveSibling("begun.txt"), place.getParent().getFileName());
                return trial.run(configuration, place, listeners);
              })
          .run();
    }

    private static void note(Path file, Path candidate) {
      try {
        Files.writeString(
            file, candidate + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            folder.resolve("killed").toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log.txt").toFile())
        .start();
  }

  @Test
  void endsWithTheCandidatesOfASearchThatWasNeverKilled() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    for (int kill = 0; kill < KILLS; kill++) {
      List<String> finished = finished();
      Files.deleteIfExists(folder.resolve("begun.txt"));
      Process process = start();
      process.waitFor(random.nextLong(LONGEST_LIFE_MILLISECONDS), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      assertThat(begun()).noneMatch(finished::contains);
    }
    assertThat(start().waitFor()).as(Files.readString(folder.resolve("log.txt"))).isZero();

    SearchOutcome expected = Main.run(folder.resolve("whole"));
    assertThat(new SearchFolder(folder.resolve("killed")).results())
        .extracting(CandidateResult::index)
        .containsExactlyElementsOf(IntStream.range(0, CANDIDATES).boxed().toList());
    assertThat(board("killed")).isEqualTo(board("whole"));
    assertThat(expected.leaderboard()).hasSize(CANDIDATES);
  }

  private List<String> finished() {
    return new SearchFolder(folder.resolve("killed"))
        .results().stream().map(result -> "%05d".formatted(result.index())).toList();
  }

  private List<String> begun() throws IOException {
    Path file = folder.resolve("begun.txt");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** The leaderboard without the seconds that each candidate took. */
  private List<String> board(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name).resolve("leaderboard.csv")).stream()
        .map(line -> line.replaceAll(",[0-9.]+,$", ","))
        .toList();
  }
}
