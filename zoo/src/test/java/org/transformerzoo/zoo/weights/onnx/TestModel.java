package org.transformerzoo.zoo.weights.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataLocation;
import onnx.Onnx.TensorProto.DataType;
import org.nd4j.shade.protobuf.ByteString;
import org.transformerzoo.zoo.weights.TestBytes;

/** An ONNX model put together by hand, so that it can be wrong. */
final class TestModel {

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private long opset = 14;

  TestModel opset(long version) {
    opset = version;
    return this;
  }

  TestModel with(TensorProto.Builder initializer) {
    graph.addInitializer(initializer);
    return this;
  }

  TestModel with(NodeProto.Builder node) {
    graph.addNode(node);
    return this;
  }

  byte[] bytes() {
    return ModelProto.newBuilder()
        .setIrVersion(7)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  Path write(Path file) {
    return TestBytes.write(file, bytes());
  }

  /** A float tensor with 0, 1, 2 … as raw data. */
  static TensorProto.Builder counting(String name, long... shape) {
    int length = 1;
    for (long dimension : shape) {
      length *= (int) dimension;
    }
    ByteBuffer raw = ByteBuffer.allocate(4 * length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < length; i++) {
      raw.putFloat(i);
    }
    return tensor(name, DataType.FLOAT, shape).setRawData(ByteString.copyFrom(raw.array()));
  }

  static TensorProto.Builder floats(String name, List<Float> values, long... shape) {
    return tensor(name, DataType.FLOAT, shape).addAllFloatData(values);
  }

  /** A float tensor in another file. */
  static TensorProto.Builder external(String name, List<String> keysAndValues, long... shape) {
    TensorProto.Builder tensor =
        tensor(name, DataType.FLOAT, shape).setDataLocation(DataLocation.EXTERNAL);
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      tensor.addExternalData(
          StringStringEntryProto.newBuilder()
              .setKey(keysAndValues.get(i))
              .setValue(keysAndValues.get(i + 1)));
    }
    return tensor;
  }

  static TensorProto.Builder tensor(String name, DataType type, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
    for (long dimension : shape) {
      tensor.addDims(dimension);
    }
    return tensor;
  }

  /** A node whose only output is called {@code output}. */
  static NodeProto.Builder node(String type, String name, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .setName(name)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  static AttributeProto.Builder attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value);
  }
}
