package org.transformerzoo.zoo.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import onnx.Onnx.ModelProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.protobuf.CodedOutputStream;
import org.nd4j.shade.protobuf.WireFormat;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.TensorProto;
import org.transformerzoo.zoo.InvalidModelException;

/** No message makes the parser leave its bytes, its stack or its time. */
class ProtobufTest {

  @Test
  void aSoundMessage() {
    ModelProto model = ModelProto.newBuilder().setProducerName("x").build();
    ByteBuffer bytes = ByteBuffer.wrap(model.toByteArray());
    assertThat(Protobuf.parse("file", "a model", bytes, ModelProto.parser())).isEqualTo(model);
    assertThat(bytes.position()).isZero();
  }

  @Test
  void groupsNestedWithoutEndInAMapEntry() {
    byte[] groups = new byte[200_000];
    Arrays.fill(groups, (byte) (7 << 3 | WireFormat.WIRETYPE_START_GROUP));
    byte[] graph = field(GraphDef.NODE_FIELD_NUMBER, field(5, groups)); // 5: a node's attributes
    assertThatThrownBy(
            () -> Protobuf.parse("file", "a graph", ByteBuffer.wrap(graph), GraphDef.parser()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("file is truncated, damaged or not a graph: it is nested too deeply");
  }

  /** A length near 2^31 that overflows when the position is added; in mapped memory, too. */
  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, Integer.MAX_VALUE - 2, -1, 1 << 30})
  void absurdLengthsOfPackedValues(int length) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      CodedOutputStream coded = CodedOutputStream.newInstance(output);
      coded.writeTag(TensorProto.FLOAT_VAL_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      coded.writeUInt32NoTag(length);
      coded.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteBuffer direct = ByteBuffer.allocateDirect(output.size() + 40);
    direct.put(output.toByteArray()).rewind();
    assertThatThrownBy(() -> Protobuf.parse("file", "a tensor", direct, TensorProto.parser()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith("file is truncated, damaged or not a tensor: ");
  }

  private static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      CodedOutputStream coded = CodedOutputStream.newInstance(output);
      coded.writeByteArray(number, content);
      coded.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return output.toByteArray();
  }
}
