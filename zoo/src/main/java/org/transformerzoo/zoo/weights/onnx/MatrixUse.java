package org.transformerzoo.zoo.weights.onnx;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;

/**
 * A node that multiplies by a constant matrix: a linear layer.
 *
 * @param node a MatMul or Gemm
 * @param matrix the constant
 */
record MatrixUse(NodeProto node, TensorProto matrix) {

  /** The path of a module and then the operator, as in {@code /encoder/layer.0/dense/MatMul_1}. */
  private static final Pattern SCOPED = Pattern.compile("/(.+)/(MatMul|Gemm)(_\\d+)?");

  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_]+|[A-Za-z_]\\w*(\\.\\w+)+");

  private static final String BIAS = ".bias";
  private static final String WEIGHT = ".weight";

  /** Whether a name is that of a module's parameter, and not one that an exporter counted up. */
  static boolean isParameterName(String name) {
    return PARAMETER.matcher(name).matches();
  }

  /** The nodes of a graph that multiply by a constant matrix, in the order of their execution. */
  static List<MatrixUse> all(OnnxGraph graph) {
    return graph.nodes().stream()
        .filter(node -> node.getOpType().equals("MatMul") || node.getOpType().equals("Gemm"))
        .flatMap(
            node ->
                graph
                    .constant(node, 1)
                    .filter(matrix -> matrix.getDimsCount() == 2)
                    .map(matrix -> new MatrixUse(node, matrix))
                    .stream())
        .toList();
  }

  /** The name under which the node reads the matrix. */
  String constantName() {
    return node.getInput(1);
  }

  /** Whether the matrix is stored as [in, out]; a module's weight is [out, in]. */
  boolean isTransposed() {
    return node.getOpType().equals("MatMul")
        || node.getAttributeList().stream()
            .noneMatch(attribute -> attribute.getName().equals("transB") && attribute.getI() != 0);
  }

  /** The parameter's name by the node's own, which newer exporters make of the module's path. */
  Optional<String> nameByScope() {
    Matcher scope = SCOPED.matcher(node.getName());
    return scope.matches()
        ? Optional.of(scope.group(1).replace('/', '.') + WEIGHT)
        : Optional.empty();
  }

  /** The parameter's name by the bias that is added to the product and still has its name. */
  Optional<String> nameByBias(OnnxGraph graph) {
    return addends(graph)
        .filter(name -> graph.constants().containsKey(name) && isParameterName(name))
        .filter(name -> name.endsWith(BIAS))
        .map(name -> name.substring(0, name.length() - BIAS.length()) + WEIGHT)
        .findFirst();
  }

  private Stream<String> addends(OnnxGraph graph) {
    if (node.getOpType().equals("Gemm")) {
      return node.getInputList().stream().skip(2);
    }
    return node.getOutputList().stream()
        .flatMap(product -> graph.readers(product).stream())
        .filter(reader -> reader.getOpType().equals("Add"))
        .flatMap(reader -> reader.getInputList().stream());
  }
}
