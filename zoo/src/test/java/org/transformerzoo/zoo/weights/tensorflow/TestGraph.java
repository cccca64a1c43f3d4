package org.transformerzoo.zoo.weights.tensorflow;

import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.NodeDef;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;

/** A frozen graph put together by hand, so that it can be wrong. */
final class TestGraph {

  private final GraphDef.Builder graph = GraphDef.newBuilder();

  /** Adds a constant and the node that read it when it was a variable. */
  TestGraph variable(String name, TensorProto.Builder value) {
    return constant(name, value)
        .with(NodeDef.newBuilder().setOp("Identity").setName(name + "/read").addInput(name));
  }

  TestGraph constant(String name, TensorProto.Builder value) {
    return with(
        NodeDef.newBuilder()
            .setOp("Const")
            .setName(name)
            .putAttr("value", AttrValue.newBuilder().setTensor(value).build()));
  }

  TestGraph with(NodeDef.Builder node) {
    graph.addNode(node);
    return this;
  }

  byte[] bytes() {
    return graph.build().toByteArray();
  }

  static TensorProto.Builder tensor(DataType type, long... shape) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(type);
    TensorShapeProto.Builder dimensions = tensor.getTensorShapeBuilder();
    for (long dimension : shape) {
      dimensions.addDim(TensorShapeProto.Dim.newBuilder().setSize(dimension));
    }
    return tensor;
  }
}
