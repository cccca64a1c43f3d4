package org.transformerzoo.zoo.weights.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transformerzoo.zoo.weights.tensorflow.TestGraph.tensor;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.ByteString;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.NodeDef;
import org.tensorflow.framework.TensorProto;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.SourceValues;
import org.transformerzoo.zoo.weights.TensorSource;
import org.transformerzoo.zoo.weights.TestBytes;

/** Constants in the places of variables are read in every form; damage is told in one sentence. */
class FrozenGraphTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void placeFile() {
    file = folder.resolve("graph.pb");
  }

  @Test
  void valuesOfEveryType() {
    assertValues(tensor(DataType.DT_FLOAT, 2).addFloatVal(1.5f).addFloatVal(-2), 1.5f, -2);
    assertValues(tensor(DataType.DT_DOUBLE, 1).addDoubleVal(0.1), 0.1f);
    assertValues(tensor(DataType.DT_HALF, 2).addHalfVal(0x3c00).addHalfVal(0xc500), 1, -5);
    assertValues(tensor(DataType.DT_BFLOAT16, 2).addHalfVal(0x3f80).addHalfVal(0xc0a0), 1, -5);
    assertValues(tensor(DataType.DT_INT64, 1).addInt64Val(-4), -4);
    assertValues(tensor(DataType.DT_INT32, 1).addIntVal(-4), -4);
    assertValues(tensor(DataType.DT_INT16, 1).addIntVal(-4), -4);
    assertValues(tensor(DataType.DT_INT8, 1).addIntVal(-4), -4);
    assertValues(tensor(DataType.DT_UINT8, 1).addIntVal(200), 200);
    assertValues(tensor(DataType.DT_BOOL, 2).addBoolVal(true).addBoolVal(false), 1, 0);
    assertValues(
        tensor(DataType.DT_FLOAT, 1)
            .setTensorContent(ByteString.copyFrom(new byte[] {0, 0, (byte) 0x80, 0x3f})),
        1);
  }

  @Test
  void theLastValueRepeats() {
    assertValues(tensor(DataType.DT_FLOAT, 2, 2).addFloatVal(7), 7, 7, 7, 7);
    assertValues(tensor(DataType.DT_FLOAT, 4).addFloatVal(1).addFloatVal(2), 1, 2, 2, 2);
    assertValues(tensor(DataType.DT_FLOAT, 3), 0, 0, 0);
    assertValues(tensor(DataType.DT_FLOAT).addFloatVal(3), 3);
  }

  @Test
  void onlyWhatIsReadAsAVariableCounts() {
    TestGraph graph =
        new TestGraph()
            .variable("a", tensor(DataType.DT_FLOAT, 1))
            .variable("name", tensor(DataType.DT_STRING, 1))
            .constant("axis", tensor(DataType.DT_INT32, 1))
            .constant("b", tensor(DataType.DT_FLOAT, 1))
            .with(
                NodeDef.newBuilder()
                    .setOp("Identity")
                    .setName("b/Read/ReadVariableOp")
                    .addInput("b"))
            .with(NodeDef.newBuilder().setOp("Identity").setName("output").addInput("axis"));
    TestBytes.write(file, graph.bytes());
    try (TensorSource source = FrozenGraphSource.open(file)) {
      assertThat(source.names()).containsExactly("a", "b");
    }
  }

  @Test
  void damage() {
    assertThatThrownBy(() -> FrozenGraphSource.open(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(file + " does not exist");
    assertRefused(new byte[0], "has no constants in the place of variables, expected a frozen");
    byte[] sound = new TestGraph().variable("a", tensor(DataType.DT_FLOAT, 1)).bytes();
    assertRefused(
        Arrays.copyOf(sound, sound.length - 3),
        "is truncated, damaged or not a TensorFlow graph: ");
    assertRefused(
        tensor(DataType.DT_FLOAT, 1).addFloatVal(1).addFloatVal(2),
        "tensor a has 2 values, but its shape [1] needs 1");
    assertRefused(
        tensor(DataType.DT_FLOAT, 2).setTensorContent(ByteString.copyFrom(new byte[7])),
        "tensor a has 7 bytes, but F32 of shape [2] needs 8");
    assertRefused(
        tensor(DataType.DT_FLOAT, -1), "tensor a has a negative dimension in its shape [-1]");
    TensorProto.Builder shapeless = tensor(DataType.DT_FLOAT);
    shapeless.getTensorShapeBuilder().setUnknownRank(true);
    assertRefused(shapeless, "tensor a has no shape");
  }

  @Test
  void nodesThatMakeNoSense() {
    TestGraph twice =
        new TestGraph()
            .variable("a", tensor(DataType.DT_FLOAT, 1))
            .constant("a", tensor(DataType.DT_FLOAT, 1));
    assertRefused(twice.bytes(), "has two nodes called a");
    TestGraph empty =
        new TestGraph()
            .with(NodeDef.newBuilder().setOp("Const").setName("a"))
            .with(NodeDef.newBuilder().setOp("Identity").setName("a/read").addInput("a"));
    assertRefused(empty.bytes(), "tensor a has no value");
  }

  private void assertValues(TensorProto.Builder value, float... expected) {
    TestBytes.write(file, new TestGraph().variable("a", value).bytes());
    try (TensorSource source = FrozenGraphSource.open(file)) {
      assertThat(source.names()).containsExactly("a");
      assertThat(SourceValues.of(source, "a")).isEqualTo(expected);
    }
  }

  private void assertRefused(TensorProto.Builder value, String message) {
    assertRefused(new TestGraph().variable("a", value).bytes(), message);
  }

  private void assertRefused(byte[] bytes, String message) {
    TestBytes.write(file, bytes);
    assertThatThrownBy(() -> FrozenGraphSource.open(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(file.toString());
  }
}
