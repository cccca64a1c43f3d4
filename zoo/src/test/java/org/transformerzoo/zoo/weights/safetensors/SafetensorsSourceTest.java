package org.transformerzoo.zoo.weights.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.weights.StoredType;
import org.transformerzoo.zoo.weights.TensorDescription;

/** Sound safetensors checkpoints are read. */
class SafetensorsSourceTest {

  private static final String A = "'a':{'dtype':'F32','shape':[2,2],'data_offsets':[0,16]}";

  @TempDir Path folder;

  @Test
  void tensorsAreDescribedAndRead() {
    Path file = write("x.safetensors", "{'__metadata__':{'format':'pt'}," + A + "}", 1, 2, 3, 4);
    try (SafetensorsSource source = SafetensorsSource.open(file)) {
      assertThat(source.names()).containsExactly("a");
      assertThat(source.describe("a"))
          .isEqualTo(new TensorDescription("a", StoredType.F32, List.of(2L, 2L)));
      assertThat(source.location()).isEqualTo(file.toString());
      assertThat(read(source, "a", 4)).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void viewsInALargeBufferAreFilledAndNothingBesideThem() {
    Path file = write("x.safetensors", "{" + A + "}", 1, 2, 3, 4);
    INDArray flat = Nd4j.zeros(DataType.FLOAT, 10);
    INDArray view = Nd4j.create(flat.data(), new long[] {2, 2}, new long[] {2, 1}, 3, 'c');
    try (SafetensorsSource source = SafetensorsSource.open(file)) {
      source.read("a", view);
    }
    assertThat(flat.toFloatVector()).containsExactly(0, 0, 0, 1, 2, 3, 4, 0, 0, 0);
  }

  @Test
  void typesAreConverted() {
    byte[] data = {0, 0x3c, (byte) 0x80, 0x3f, 5, 0, 0, 0, 0, 0, 0, 0, 1};
    String header =
        "{'h':{'dtype':'F16','shape':[1],'data_offsets':[0,2]},"
            + "'b':{'dtype':'BF16','shape':[1],'data_offsets':[2,4]},"
            + "'l':{'dtype':'I64','shape':[1],'data_offsets':[4,12]},"
            + "'t':{'dtype':'BOOL','shape':[],'data_offsets':[12,13]}}";
    Path file = TestFile.write(folder.resolve("x"), TestFile.bytes(header, data));
    try (SafetensorsSource source = SafetensorsSource.open(file)) {
      assertThat(read(source, "h", 1)).containsExactly(1);
      assertThat(read(source, "b", 1)).containsExactly(1);
      assertThat(read(source, "l", 1)).containsExactly(5);
      assertThat(read(source, "t", 1)).containsExactly(1);
      assertThat(source.describe("t").shape()).isEmpty();
    }
  }

  @Test
  void dataNeedNotBeAligned() {
    Path file = write("x.safetensors", "{" + A + "}   ", 1, 2, 3, 4);
    try (SafetensorsSource source = SafetensorsSource.open(file)) {
      assertThat(read(source, "a", 4)).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void headersMayListTensorsInAnyOrderAndEmptyOnesToo() {
    String b = "'b':{'dtype':'F32','shape':[1],'data_offsets':[16,20]}";
    String empty = "'e':{'dtype':'F32','shape':[0,3],'data_offsets':[16,16]}";
    Path file = write("x.safetensors", "{" + b + "," + empty + "," + A + "}", 1, 2, 3, 4, 5);
    try (SafetensorsSource source = SafetensorsSource.open(file)) {
      assertThat(source.names()).containsExactly("b", "e", "a");
      assertThat(read(source, "b", 1)).containsExactly(5);
      assertThat(source.describe("e").length()).isZero();
    }
  }

  @Test
  void aFolderWithOneFileIsOpened() {
    write("model.safetensors", "{" + A + "}", 1, 2, 3, 4);
    try (SafetensorsSource source = SafetensorsSource.open(folder)) {
      assertThat(source.names()).containsExactly("a");
    }
  }

  @Test
  void aFolderWithShardsIsOpened() {
    write("one.safetensors", "{" + A + "}", 1, 2, 3, 4);
    write("two.safetensors", "{'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}", 5);
    writeIndex(
        "{'metadata':{'total_size':20},'weight_map':"
            + "{'b':'two.safetensors','a':'one.safetensors'}}");
    try (SafetensorsSource source = SafetensorsSource.open(folder)) {
      assertThat(source.names()).containsExactly("b", "a");
      assertThat(read(source, "a", 4)).containsExactly(1, 2, 3, 4);
      assertThat(read(source, "b", 1)).containsExactly(5);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {(1L << 30) - 400, 3_000_000_000L})
  void tensorsAreReadAcrossAndBeyondTheEdgesOfWhatOneBufferHolds(long before) throws IOException {
    String header =
        ("{'a':{'dtype':'I8','shape':[%d],'data_offsets':[0,%d]},"
                + "'b':{'dtype':'F32','shape':[100],'data_offsets':[%d,%d]}}")
            .formatted(before, before, before, before + 400);
    float[] values = new float[100];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Path file = TestFile.write(folder.resolve("x"), TestFile.bytes(header, new byte[0]));
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.seek(sparse.length() + before);
      sparse.write(TestFile.floats(values));
    }
    try (SafetensorsSource source = SafetensorsSource.open(file)) {
      assertThat(read(source, "b", 100)).containsExactly(values);
    }
  }

  @Test
  void wrongUseIsRefused() {
    SafetensorsSource source =
        SafetensorsSource.open(write("x.safetensors", "{" + A + "}", 1, 2, 3, 4));
    assertThatIllegalArgumentException().isThrownBy(() -> source.describe("absent"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(source, "a", 5))
        .withMessage("The destination of a holds 5 values, expected 4");
    source.close();
    assertThatIllegalStateException().isThrownBy(() -> source.describe("a"));
  }

  private Path write(String name, String header, float... values) {
    return TestFile.write(folder.resolve(name), TestFile.bytes(header, TestFile.floats(values)));
  }

  private void writeIndex(String json) {
    TestFile.write(
        folder.resolve("model.safetensors.index.json"),
        json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static float[] read(SafetensorsSource source, String name, int length) {
    INDArray destination = Nd4j.create(DataType.FLOAT, length);
    source.read(name, destination);
    return destination.toFloatVector();
  }
}
