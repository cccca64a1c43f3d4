package org.transformerzoo.zoo.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is written whole or not at all. */
class AtomicFileTest {

  @TempDir Path folder;

  @Test
  void theOldContentIsReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old and longer");
    AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(new byte[] {'n', 'e', 'w'})));
    assertThat(file).hasContent("new");
    assertOnlyFile(file);
  }

  @Test
  void aFullDiskLeavesTheOldContentAndNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      channel.write(ByteBuffer.wrap(new byte[1000]));
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(file + " could not be written: No space left on device");
    assertThat(file).hasContent("old");
    assertOnlyFile(file);
  }

  @Test
  void aFaultInTheProgramLeavesNothingBehindEither() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      throw new IllegalStateException("fault");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file).hasContent("old");
    assertOnlyFile(file);
  }

  @Test
  void aMissingFolderIsNamed() {
    Path file = folder.resolve("absent").resolve("f");
    assertThatThrownBy(() -> AtomicFile.write(file, channel -> {}))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(file + " could not be written: its folder does not exist");
  }

  @Test
  void aCompleteFileTakesThePlaceOfAnother() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old and longer");
    Path complete = Files.writeString(folder.resolve("f.part"), "new");
    AtomicFile.publish(complete, file);
    assertThat(file).hasContent("new");
    assertOnlyFile(file);
  }

  @Test
  void aFileThatIsNotThereTakesNoPlace() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    assertThatThrownBy(() -> AtomicFile.publish(folder.resolve("absent"), file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(file + " could not be written");
    assertThat(file).hasContent("old");
  }

  private void assertOnlyFile(Path file) throws IOException {
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
