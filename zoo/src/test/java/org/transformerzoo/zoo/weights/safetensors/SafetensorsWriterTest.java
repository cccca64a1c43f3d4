package org.transformerzoo.zoo.weights.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.weights.TensorBytes;

/** What is written is what is read back. */
class SafetensorsWriterTest {

  @TempDir Path folder;

  @Test
  void tensorsComeBackInOrderWithShapeAndValues() {
    INDArray flat = Nd4j.arange(20).castTo(DataType.FLOAT);
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    tensors.put("z", Nd4j.create(flat.data(), new long[] {2, 3}, new long[] {3, 1}, 10, 'c'));
    tensors.put("a", Nd4j.createFromArray(Float.NaN, -0f, Float.MIN_VALUE, Float.MAX_VALUE));
    tensors.put("quote \" and ü", Nd4j.scalar(7f));
    Path file = folder.resolve("model.safetensors");
    SafetensorsWriter.write(file, SafetensorsWriter.TRANSFORMERS_METADATA, tensors);
    try (SafetensorsSource source = SafetensorsSource.open(file)) {
      assertThat(source.names()).containsExactlyElementsOf(tensors.keySet());
      assertThat(source.describe("z").shape()).containsExactly(2L, 3L);
      assertThat(source.describe("quote \" and ü").shape()).isEmpty();
      assertThat(read(source, "z", 6)).containsExactly(10, 11, 12, 13, 14, 15);
      assertThat(read(source, "a", 4))
          .containsExactly(Float.NaN, -0f, Float.MIN_VALUE, Float.MAX_VALUE);
    }
  }

  @Test
  void theHeaderIsAlignedAndCarriesTheMetadata() throws IOException {
    Path file = folder.resolve("x");
    for (int length = 1; length <= 9; length++) {
      SafetensorsWriter.write(
          file, Map.of("format", "pt"), Map.of("n".repeat(length), Nd4j.scalar(1f)));
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      long header = bytes.getLong(0);
      assertThat(header % 8).isZero();
      assertThat(bytes.limit()).isEqualTo(8 + header + 4);
      assertThat(
              new JsonMapper()
                  .readTree(bytes.array(), 8, (int) header)
                  .at("/__metadata__/format")
                  .textValue())
          .isEqualTo("pt");
    }
  }

  @Test
  void tensorsOfSeveralBlocksAreWrittenWhole() {
    int count = TensorBytes.LARGEST_REGION / Float.BYTES + 5;
    INDArray values = Nd4j.arange(count).castTo(DataType.FLOAT);
    Path file = folder.resolve("x");
    SafetensorsWriter.write(file, Map.of(), Map.of("a", values));
    try (SafetensorsSource source = SafetensorsSource.open(file)) {
      assertThat(read(source, "a", count)).isEqualTo(values.toFloatVector());
    }
  }

  @Test
  void otherLayoutsAreRefusedBeforeTheFileIsTouched() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "old");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SafetensorsWriter.write(
                    file, Map.of(), Map.of("a", Nd4j.zeros(DataType.DOUBLE, 3))));
    assertThat(file).hasContent("old");
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    Path file = folder.resolve("absent").resolve("x");
    assertThatThrownBy(() -> SafetensorsWriter.write(file, Map.of(), Map.of("a", Nd4j.scalar(1f))))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(file + " could not be written: ");
  }

  private static float[] read(SafetensorsSource source, String name, int length) {
    INDArray destination = Nd4j.create(DataType.FLOAT, length);
    source.read(name, destination);
    return destination.toFloatVector();
  }
}
