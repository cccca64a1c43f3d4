package org.transformerzoo.zoo.weights.onnx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transformerzoo.zoo.weights.onnx.TestModel.counting;
import static org.transformerzoo.zoo.weights.onnx.TestModel.external;
import static org.transformerzoo.zoo.weights.onnx.TestModel.floats;
import static org.transformerzoo.zoo.weights.onnx.TestModel.node;
import static org.transformerzoo.zoo.weights.onnx.TestModel.tensor;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import onnx.Onnx.ModelProto;
import onnx.Onnx.SparseTensorProto;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.protobuf.ByteString;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.TestBytes;

/** What is no sound, plain export is refused with one sentence that names the file. */
class DamagedOnnxTest {

  @TempDir Path parent;
  private Path folder;
  private Path file;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(parent.resolve("model"));
    file = folder.resolve("model.onnx");
  }

  @Test
  void aMissingFile() {
    assertRefused(folder, file + " does not exist");
  }

  @Test
  void noModelAtAll() {
    assertBytesRefused(new byte[0], "is not an ONNX model: it has no graph");
    assertBytesRefused(
        "not a model".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        "is truncated, damaged or not an ONNX model: ");
  }

  @Test
  void aTruncatedFile() {
    byte[] whole = new TestModel().with(counting("a", 4)).bytes();
    assertBytesRefused(
        Arrays.copyOf(whole, whole.length - 5), "is truncated, damaged or not an ONNX model: ");
  }

  @Test
  void moreBytesThanTheFormatAllows() throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(3_000_000_000L);
    }
    assertRefused(
        file, "has 3000000000 bytes, expected fewer than the 2 GB that a protobuf file can have");
  }

  @ParameterizedTest
  @ValueSource(longs = {9, 10, 19, 22, -1})
  void anUnsupportedOpset(long version) {
    assertRefused(
        new TestModel().opset(version), "uses opset %d, expected 11 to 18".formatted(version));
  }

  @Test
  void noOpset() {
    ModelProto model =
        ModelProto.newBuilder().setGraph(onnx.Onnx.GraphProto.getDefaultInstance()).build();
    assertBytesRefused(model.toByteArray(), "does not say which opset it uses");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Attention", "FastGelu", "SkipLayerNormalization"})
  void fusedNodes(String type) {
    assertRefused(
        new TestModel().with(node(type, "fused_3", "y", "x").setDomain("com.microsoft")),
        ("was fused by an optimizer, which hides the names of the weights: node fused_3 is a %s "
                + "of the domain com.microsoft, expected a plain export")
            .formatted(type));
  }

  @Test
  void quantizedNodes() {
    assertRefused(
        new TestModel().with(node("MatMulInteger", "n", "y", "x")),
        "is quantized: node n is a MatMulInteger, expected an export in floating point");
  }

  @Test
  void sparseWeights() {
    ModelProto.Builder model = model(new TestModel());
    model.getGraphBuilder().addSparseInitializer(SparseTensorProto.getDefaultInstance());
    assertBytesRefused(model.build().toByteArray(), "holds sparse initializers");
  }

  @Test
  void twoTensorsOfOneName() {
    assertRefused(
        new TestModel().with(counting("a", 1)).with(counting("a", 2)),
        "holds two tensors called a");
  }

  @Test
  void valuesThatDoNotFitTheShape() {
    assertRefused(
        new TestModel().with(floats("a", List.of(1f, 2f), 3)),
        "tensor a has 2 values, but its shape [3] needs 3");
    assertRefused(
        new TestModel()
            .with(tensor("a", DataType.FLOAT, 3).setRawData(ByteString.copyFrom(new byte[13]))),
        "tensor a has 13 bytes, but F32 of shape [3] needs 12");
    assertRefused(
        new TestModel().with(tensor("a", DataType.FLOAT, 1L << 40)),
        "tensor a has 0 values, but its shape [1099511627776] needs 1099511627776");
  }

  @Test
  void impossibleShapesAndTypes() {
    assertRefused(
        new TestModel().with(tensor("a", DataType.FLOAT, -1)),
        "tensor a has a negative dimension in its shape [-1]");
    assertRefused(
        new TestModel().with(tensor("a", DataType.FLOAT, 1L << 32, 1L << 32)),
        "tensor a has an impossibly large shape [4294967296, 4294967296]");
    assertRefused(
        new TestModel().with(tensor("a", DataType.STRING, 1)),
        "tensor a has the element type STRING, expected one of [F32, F16,");
    assertRefused(
        new TestModel().with(tensor("a", DataType.FLOAT, 1).setDataType(77)),
        "tensor a has the element type 77, expected one of");
  }

  @Test
  void aMissingExternalFile() {
    assertRefused(
        new TestModel().with(external("a", List.of("location", "weights.bin"), 1)),
        "tensor a is in the external file %s, which does not exist"
            .formatted(folder.resolve("weights.bin")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "../out", "sub/../../out", "/etc/hostname", "..\\out", "C:out"})
  void anExternalFileOutsideOfTheFolder(String location) {
    TestBytes.write(parent.resolve("out"), new byte[4]);
    assertRefused(
        new TestModel().with(external("a", List.of("location", location), 1)),
        "tensor a is said to be in the external file \"%s\", expected a path inside of the model's folder"
            .formatted(location));
  }

  @Test
  void aLinkOutOfTheFolder() throws IOException {
    TestBytes.write(parent.resolve("out"), new byte[4]);
    Files.createSymbolicLink(folder.resolve("link"), parent.resolve("out"));
    assertRefused(
        new TestModel().with(external("a", List.of("location", "link"), 1)),
        "expected a path inside of the model's folder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "offset | 1 | takes 4 bytes from byte 1 of",
        "offset | 9223372036854775807 | takes 4 bytes from byte 9223372036854775807 of",
        "offset | -1 | has the external offset -1, expected a number of bytes",
        "offset | 1e3 | has the external offset 1e3, expected a number of bytes",
        "length | 5 | has 5 bytes, but",
        "length | x | has the external length x, expected a number of bytes",
      })
  void anImpossiblePlaceInAnExternalFile(String key, String value, String message) {
    TestBytes.write(folder.resolve("four"), new byte[4]);
    assertRefused(
        new TestModel().with(external("a", List.of("location", "four", key, value), 1)),
        "tensor a " + message);
  }

  private static ModelProto.Builder model(TestModel model) {
    try {
      return ModelProto.parseFrom(model.bytes()).toBuilder();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertRefused(TestModel model, String message) {
    assertBytesRefused(model.bytes(), message);
  }

  private void assertBytesRefused(byte[] bytes, String message) {
    TestBytes.write(file, bytes);
    assertRefused(file, message);
    assertRefused(file, file.toString());
  }

  private static void assertRefused(Path path, String message) {
    assertThatThrownBy(() -> OnnxSource.open(path))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(message);
  }
}
