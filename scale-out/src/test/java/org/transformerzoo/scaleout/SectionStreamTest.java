package org.transformerzoo.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.training.inference.LineWindows;

class SectionStreamTest {

  /** Lines of all lengths from 0 to 12; the last one has no end. */
  private static final byte[] FILE =
      IntStream.rangeClosed(1, 5000)
          .mapToObj(i -> "x".repeat(i * 7 % 13))
          .collect(Collectors.joining("\n"))
          .getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 777, 4096, 7168, 100_000})
  void sectionsHaveEveryLineOnceWithItsNumberAndWholeWindows(int size) throws IOException {
    StringBuilder together = new StringBuilder();
    for (int start = 0; start < FILE.length; start += size) {
      Section section = new Section(start, Math.min(FILE.length, start + size), lineEnds(start));
      try (SectionStream stream = open(section, 0)) {
        long line = stream.line();
        String lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        if (!lines.isEmpty()) {
          assertThat((line - 1) % LineWindows.LINES).isZero();
          assertThat(line - 1).isEqualTo(lineEnds(together.length()));
          together.append(lines);
        }
      }
    }
    assertThat(together).hasToString(new String(FILE, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3})
  void theHeaderIsPassedOver(long lines) throws IOException {
    try (SectionStream stream = open(new Section(0, FILE.length, 0), lines)) {
      assertThat(stream.line()).isEqualTo(lines + 1);
      long ends = lineEnds(FILE.length);
      assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8).chars())
          .filteredOn(c -> c == '\n')
          .hasSize((int) (ends - lines));
    }
  }

  private static SectionStream open(Section section, long headerLines) throws IOException {
    int first = (int) SectionStream.firstByte(section);
    return new SectionStream(
        new ByteArrayInputStream(FILE, first, FILE.length - first), section, headerLines);
  }

  private static long lineEnds(int length) {
    return new String(Arrays.copyOf(FILE, length), StandardCharsets.UTF_8)
        .chars()
        .filter(c -> c == '\n')
        .count();
  }
}
