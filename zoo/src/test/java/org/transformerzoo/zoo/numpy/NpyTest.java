package org.transformerzoo.zoo.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.InvalidModelException;

class NpyTest {

  private static final float[][] ROWS = {{1.5f, -2, Float.MIN_VALUE}, {0, 3e38f, 7}};

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("matrix.npy");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      NpyWriter writer = new NpyWriter(channel, 3);
      for (float[] row : ROWS) {
        writer.append(row);
      }
      writer.finish();
    }
  }

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(NpyReader.read(file).toFloatMatrix()).isDeepEqualTo(ROWS);
  }

  @Test
  void anotherReaderUnderstandsIt() {
    assertThat(Nd4j.createFromNpyFile(file.toFile()).castTo(DataType.FLOAT).toFloatMatrix())
        .isDeepEqualTo(ROWS);
  }

  @Test
  void aRowOfAnotherWidthIsRefused() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      NpyWriter writer = new NpyWriter(channel, 3);
      assertThatThrownBy(() -> writer.append(new float[2]))
          .hasMessage("a row has 2 entries, expected 3");
    }
  }

  @Test
  void brokenFilesAreRefusedInOneSentence() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int length : List.of(0, 4, 7, 9, 60, bytes.length - 1)) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> NpyReader.read(file))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining("matrix.npy");
    }
    assertThatThrownBy(() -> NpyReader.read(folder.resolve("absent.npy")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageEndingWith("absent.npy does not exist");
  }
}
