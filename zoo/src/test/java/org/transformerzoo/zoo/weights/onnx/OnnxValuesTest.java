package org.transformerzoo.zoo.weights.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.transformerzoo.zoo.weights.onnx.TestModel.counting;
import static org.transformerzoo.zoo.weights.onnx.TestModel.external;
import static org.transformerzoo.zoo.weights.onnx.TestModel.floats;
import static org.transformerzoo.zoo.weights.onnx.TestModel.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.ByteString;
import org.transformerzoo.zoo.weights.SourceValues;
import org.transformerzoo.zoo.weights.TestBytes;

/** Every way to store values is read. */
class OnnxValuesTest {

  @TempDir Path folder;

  @Test
  void typedFields() {
    assertValues(floats("a", List.of(1.5f, -2f), 2), 1.5f, -2f);
    assertValues(tensor("a", DataType.DOUBLE, 1).addDoubleData(0.1), 0.1f);
    assertValues(tensor("a", DataType.INT64, 2).addInt64Data(3).addInt64Data(-4), 3, -4);
    assertValues(integers(DataType.INT32, 7, -8), 7, -8);
    assertValues(integers(DataType.INT16, 7, -8), 7, -8);
    assertValues(integers(DataType.INT8, 7, -8), 7, -8);
    assertValues(integers(DataType.UINT8, 7, 200), 7, 200);
    assertValues(integers(DataType.BOOL, 1, 0), 1, 0);
    assertValues(integers(DataType.FLOAT16, 0x3c00, 0xc500), 1, -5);
    assertValues(integers(DataType.BFLOAT16, 0x3f80, 0xc0a0), 1, -5);
  }

  @Test
  void rawBytes() {
    assertValues(counting("a", 2, 2), 0, 1, 2, 3);
    assertValues(raw(DataType.FLOAT16, 0x00, 0x3c, 0x00, 0xc5), 1, -5);
    assertValues(raw(DataType.BFLOAT16, 0x80, 0x3f, 0xa0, 0xc0), 1, -5);
    assertValues(raw(DataType.UINT8, 7, 200), 7, 200);
  }

  @Test
  void scalarsAndEmptyTensors() {
    assertValues(floats("a", List.of(3f)), 3);
    assertValues(floats("a", List.of(), 0, 4));
  }

  @Test
  void externalFilesWithAndWithoutOffsetAndLength() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(1).putFloat(2).putFloat(3).putFloat(4);
    Files.createDirectory(folder.resolve("sub"));
    TestBytes.write(folder.resolve("sub/weights.bin"), data.array());
    TestBytes.write(folder.resolve("four"), data.array());
    assertValues(external("a", List.of("location", "four"), 4), 1, 2, 3, 4);
    assertValues(
        external("a", List.of("location", "sub/weights.bin", "offset", "4", "length", "8"), 1, 2),
        2,
        3);
    assertValues(external("a", List.of("location", "./sub/../four", "offset", "12"), 1), 4);
  }

  private static TensorProto.Builder integers(DataType type, int first, int second) {
    return tensor("a", type, 2).addInt32Data(first).addInt32Data(second);
  }

  private static TensorProto.Builder raw(DataType type, int... bytes) {
    ByteString.Output output = ByteString.newOutput();
    for (int value : bytes) {
      output.write(value);
    }
    return tensor("a", type, 2).setRawData(output.toByteString());
  }

  private void assertValues(TensorProto.Builder initializer, float... values) {
    Path file = new TestModel().with(initializer).write(folder.resolve("x.onnx"));
    try (OnnxSource source = OnnxSource.open(file)) {
      assertThat(source.names()).containsExactly("a");
      assertThat(SourceValues.of(source, "a")).isEqualTo(values);
    }
  }
}
