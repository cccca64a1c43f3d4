package org.transformerzoo.zoo.weights.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.Excerpt;

/** Who reads what in a graph. */
final class OnnxGraph {

  private final List<NodeProto> nodes;
  private final Map<String, TensorProto> constants = new LinkedHashMap<>();
  private final Map<String, List<NodeProto>> readers = new HashMap<>();

  private OnnxGraph(List<NodeProto> nodes) {
    this.nodes = nodes;
  }

  /**
   * Looks through a graph.
   *
   * @param file what messages call the model
   * @throws InvalidModelException if two constants have the same name
   */
  static OnnxGraph of(String file, GraphProto proto) {
    OnnxGraph graph = new OnnxGraph(proto.getNodeList());
    for (TensorProto initializer : proto.getInitializerList()) {
      graph.add(file, initializer.getName(), initializer);
    }
    for (NodeProto node : proto.getNodeList()) {
      graph.addValue(file, node);
      node.getInputList()
          .forEach(
              input -> graph.readers.computeIfAbsent(input, name -> new ArrayList<>()).add(node));
    }
    return graph;
  }

  /**
   * Exporters store equal tensors once, and give the others' names to copies by Identity nodes.
   * Nodes come in the order of their execution, so what one copies has been seen.
   */
  private void addValue(String file, NodeProto node) {
    if (node.getOutputCount() != 1) {
      return;
    }
    switch (node.getOpType()) {
      case "Constant" ->
          node.getAttributeList().stream()
              .filter(attribute -> attribute.getName().equals("value") && attribute.hasT())
              .forEach(attribute -> add(file, node.getOutput(0), attribute.getT()));
      case "Identity" ->
          constant(node, 0).ifPresent(copied -> add(file, node.getOutput(0), copied));
      default -> {}
    }
  }

  private void add(String file, String name, TensorProto tensor) {
    if (constants.put(name, tensor) != null) {
      throw new InvalidModelException(
          "%s holds two tensors called %s".formatted(file, Excerpt.of(name)));
    }
  }

  /** The nodes in the order of their execution. */
  List<NodeProto> nodes() {
    return nodes;
  }

  /**
   * The initializers and the values of constant nodes, by the names under which nodes read them.
   */
  Map<String, TensorProto> constants() {
    return Collections.unmodifiableMap(constants);
  }

  /** The constant that a node reads as its input number {@code index}, if it is one. */
  Optional<TensorProto> constant(NodeProto node, int index) {
    return index < node.getInputCount()
        ? Optional.ofNullable(constants.get(node.getInput(index)))
        : Optional.empty();
  }

  /** The nodes that read {@code name}. */
  List<NodeProto> readers(String name) {
    return readers.getOrDefault(name, List.of());
  }
}
