package org.transformerzoo.benchmarks.contender.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TensorShapeProto.Dimension;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** An ONNX graph under construction. */
final class OnnxGraph {

  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 17;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("encoder");
  private int nodes;

  /** Declares an input. */
  String input(String name, TensorProto.DataType type, long... shape) {
    graph.addInput(value(name, type, shape));
    return name;
  }

  void output(String name, long... shape) {
    graph.addOutput(value(name, TensorProto.DataType.FLOAT, shape));
  }

  /** Adds a tensor of floats. */
  String floats(String name, float[] values, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    graph.addInitializer(
        tensor(name, TensorProto.DataType.FLOAT, shape).setRawData(ByteString.copyFrom(bytes)));
    return name;
  }

  /** Adds a vector of integers. */
  String integers(String name, long... values) {
    TensorProto.Builder tensor = tensor(name, TensorProto.DataType.INT64, values.length);
    Arrays.stream(values).forEach(tensor::addInt64Data);
    graph.addInitializer(tensor);
    return name;
  }

  /** Adds a node without attributes and returns the name of its output. */
  String node(String operator, String... inputs) {
    return add(operator, List.of(), inputs);
  }

  /** Adds a node that works along {@code axis}. */
  String nodeAlong(int axis, String operator, String... inputs) {
    return add(operator, List.of(axis(axis)), inputs);
  }

  /** Adds a transposition. */
  String transpose(String input, long... permutation) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName("perm").setType(AttributeType.INTS);
    Arrays.stream(permutation).forEach(attribute::addInts);
    return add("Transpose", List.of(attribute), input);
  }

  /** Adds a layer normalisation over the last dimension. */
  String layerNorm(float epsilon, String input, String gain, String bias) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName("epsilon").setType(AttributeType.FLOAT).setF(epsilon);
    return add("LayerNormalization", List.of(axis(-1), attribute), input, gain, bias);
  }

  byte[] toBytes() {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private String add(String operator, List<AttributeProto.Builder> attributes, String... inputs) {
    String name = operator + "/" + nodes++;
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(name)
            .addAllInput(List.of(inputs))
            .addOutput(name);
    attributes.forEach(node::addAttribute);
    graph.addNode(node);
    return name;
  }

  private static AttributeProto.Builder axis(int axis) {
    return AttributeProto.newBuilder().setName("axis").setType(AttributeType.INT).setI(axis);
  }

  private static TensorProto.Builder tensor(String name, TensorProto.DataType type, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
    Arrays.stream(shape).forEach(tensor::addDims);
    return tensor;
  }

  private static ValueInfoProto value(String name, TensorProto.DataType type, long... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long size : shape) {
      dimensions.addDim(Dimension.newBuilder().setDimValue(size));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(dimensions)))
        .build();
  }
}
