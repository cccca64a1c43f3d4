package org.transformerzoo.zoo.weights.onnx;

import java.util.Set;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.Excerpt;

/** Refuses models whose nodes do not tell which weight is which. */
final class ExportCheck {

  private static final int OLDEST_OPSET = 11;
  private static final int NEWEST_OPSET = 18;
  private static final Set<String> STANDARD_DOMAINS = Set.of("", "ai.onnx");

  private static final Set<String> QUANTIZED =
      Set.of(
          "ConvInteger",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "MatMulInteger",
          "QLinearConv",
          "QLinearMatMul",
          "QuantizeLinear");

  private ExportCheck() {}

  /**
   * Checks a model.
   *
   * @param file what messages call it
   * @throws InvalidModelException if it is not a plain export
   */
  static void check(String file, ModelProto model) {
    if (!model.hasGraph()) {
      throw new InvalidModelException(file + " is not an ONNX model: it has no graph");
    }
    for (NodeProto node : model.getGraph().getNodeList()) {
      checkNode(file, node);
    }
    checkOpset(file, model);
    if (model.getGraph().getSparseInitializerCount() > 0) {
      throw new InvalidModelException(
          file + " holds sparse initializers, expected dense ones only");
    }
  }

  private static void checkNode(String file, NodeProto node) {
    if (!STANDARD_DOMAINS.contains(node.getDomain())) {
      throw new InvalidModelException(
          ("%s was fused by an optimizer, which hides the names of the weights: node %s is a %s of "
                  + "the domain %s, expected a plain export with operators of ai.onnx only")
              .formatted(
                  file,
                  Excerpt.of(node.getName()),
                  Excerpt.of(node.getOpType()),
                  Excerpt.of(node.getDomain())));
    }
    if (QUANTIZED.contains(node.getOpType())) {
      throw new InvalidModelException(
          "%s is quantized: node %s is a %s, expected an export in floating point"
              .formatted(file, Excerpt.of(node.getName()), node.getOpType()));
    }
  }

  private static void checkOpset(String file, ModelProto model) {
    long opset =
        model.getOpsetImportList().stream()
            .filter(imported -> STANDARD_DOMAINS.contains(imported.getDomain()))
            .mapToLong(OperatorSetIdProto::getVersion)
            .findFirst()
            .orElseThrow(
                () -> new InvalidModelException(file + " does not say which opset it uses"));
    if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
      throw new InvalidModelException(
          "%s uses opset %d, expected %d to %d".formatted(file, opset, OLDEST_OPSET, NEWEST_OPSET));
    }
  }
}
