package org.transformerzoo.zoo.weights.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transformerzoo.zoo.weights.onnx.TestModel.attribute;
import static org.transformerzoo.zoo.weights.onnx.TestModel.counting;
import static org.transformerzoo.zoo.weights.onnx.TestModel.floats;
import static org.transformerzoo.zoo.weights.onnx.TestModel.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.SourceValues;
import org.transformerzoo.zoo.weights.TestBytes;

/** However an exporter hides the name of a linear layer's weight, it is found. */
class ExportDialectsTest {

  private static final Path BERT = Path.of("src/test/resources/fixtures/bert");

  /** 0 1 2 / 3 4 5 as stored, [in, out]. */
  private static final float[] TRANSPOSED = {0, 3, 1, 4, 2, 5};

  @TempDir Path folder;

  private final TestModel model = new TestModel();

  @Test
  void bareNodeNamesAndNumberedInitializers() throws IOException {
    ModelProto original =
        ModelProto.parseFrom(Files.readAllBytes(BERT.resolve(OnnxSource.SINGLE_FILE)));
    Path older = TestBytes.write(folder.resolve("x.onnx"), asOlder(original).toByteArray());
    try (OnnxSource expected = OnnxSource.open(BERT);
        OnnxSource source = OnnxSource.open(older)) {
      assertThat(source.names()).containsExactlyInAnyOrderElementsOf(expected.names());
      for (String name : source.names()) {
        assertThat(SourceValues.of(source, name)).isEqualTo(SourceValues.of(expected, name));
      }
    }
  }

  /** As PyTorch wrote models before version 1.13. */
  private static ModelProto asOlder(ModelProto model) {
    GraphProto.Builder graph = model.getGraph().toBuilder();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto.Builder node = graph.getNodeBuilder(i);
      node.setName(node.getOpType() + "_" + i);
      for (int input = 0; input < node.getInputCount(); input++) {
        node.setInput(input, asOlder(node.getInput(input)));
      }
      for (int output = 0; output < node.getOutputCount(); output++) {
        node.setOutput(output, asOlder(node.getOutput(output)));
      }
    }
    for (TensorProto.Builder initializer : graph.getInitializerBuilderList()) {
      initializer.setName(asOlder(initializer.getName()));
    }
    return model.toBuilder().setGraph(graph).build();
  }

  private static String asOlder(String name) {
    return MatrixUse.isParameterName(name) ? name : Integer.toUnsignedString(name.hashCode());
  }

  @Test
  void theScopeNamesTheWeight() {
    model
        .with(counting("onnx::MatMul_7", 2, 3))
        .with(node("MatMul", "/encoder/layer.0/dense/MatMul", "y", "x", "onnx::MatMul_7"));
    assertOnly("encoder.layer.0.dense.weight", TRANSPOSED);
  }

  @Test
  void theBiasNamesTheWeightOnEitherSideOfTheSum() {
    for (boolean first : List.of(true, false)) {
      TestModel sum =
          new TestModel()
              .with(counting("123", 2, 3))
              .with(counting("dense.bias", 3))
              .with(node("MatMul", "MatMul_4", "y", "x", "123"))
              .with(
                  first
                      ? node("Add", "Add_5", "z", "dense.bias", "y")
                      : node("Add", "Add_5", "z", "y", "dense.bias"));
      try (OnnxSource source = OnnxSource.open(sum.write(folder.resolve("x.onnx")))) {
        assertThat(source.names()).containsExactly("dense.bias", "dense.weight");
        assertThat(source.describe("dense.weight").shape()).containsExactly(3L, 2L);
        assertThat(SourceValues.of(source, "dense.weight")).isEqualTo(TRANSPOSED);
      }
    }
  }

  @Test
  void gemmSaysWhetherItTransposes() {
    model
        .with(counting("a.weight", 2, 3))
        .with(counting("b.weight", 2, 3))
        .with(node("Gemm", "Gemm_0", "y", "x", "a.weight"))
        .with(node("Gemm", "Gemm_1", "z", "y", "b.weight").addAttribute(attribute("transB", 1)));
    try (OnnxSource source = open()) {
      assertThat(source.describe("a.weight").shape()).containsExactly(3L, 2L);
      assertThat(SourceValues.of(source, "a.weight")).isEqualTo(TRANSPOSED);
      assertThat(source.describe("b.weight").shape()).containsExactly(2L, 3L);
      assertThat(SourceValues.of(source, "b.weight")).containsExactly(0, 1, 2, 3, 4, 5);
    }
  }

  @Test
  void theBiasOfAGemmNamesItsWeight() {
    model
        .with(counting("onnx::Gemm_9", 2, 3))
        .with(counting("dense.bias", 3))
        .with(node("Gemm", "Gemm_0", "y", "x", "onnx::Gemm_9", "dense.bias"));
    try (OnnxSource source = open()) {
      assertThat(SourceValues.of(source, "dense.weight")).isEqualTo(TRANSPOSED);
    }
  }

  @Test
  void aWeightThatIsTransposedByTheGraphIsAsTheModuleHasIt() {
    model
        .with(counting("dense.weight", 2, 3))
        .with(node("Transpose", "Transpose_0", "t", "dense.weight"))
        .with(node("MatMul", "MatMul_1", "y", "x", "t"));
    assertOnly("dense.weight", new float[] {0, 1, 2, 3, 4, 5});
  }

  @Test
  void equalTensorsAreStoredOnceAndCopiedByIdentity() {
    model
        .with(counting("a.bias", 3))
        .with(counting("onnx::MatMul_1", 2, 3))
        .with(node("Identity", "Identity_0", "b.bias", "a.bias"))
        .with(node("Identity", "Identity_1", "onnx::MatMul_2", "onnx::MatMul_1"))
        .with(node("MatMul", "/a/MatMul", "y", "x", "onnx::MatMul_1"))
        .with(node("MatMul", "MatMul_0", "z", "x", "onnx::MatMul_2"))
        .with(node("Add", "Add_0", "w", "b.bias", "z"));
    try (OnnxSource source = open()) {
      assertThat(source.names())
          .containsExactlyInAnyOrder("a.bias", "b.bias", "a.weight", "b.weight");
      assertThat(SourceValues.of(source, "b.bias")).containsExactly(0, 1, 2);
      assertThat(SourceValues.of(source, "b.weight")).isEqualTo(TRANSPOSED);
    }
  }

  @Test
  void constantNodesCountAsInitializers() {
    model
        .with(
            node("Constant", "Constant_0", "12")
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("value")
                        .setType(AttributeProto.AttributeType.TENSOR)
                        .setT(counting("", 2, 3))))
        .with(node("MatMul", "/dense/MatMul_3", "y", "x", "12"));
    assertOnly("dense.weight", TRANSPOSED);
  }

  @Test
  void aTiedDecoderWithoutNameIsNoTensorOfItsOwn() {
    model
        .with(floats("words.weight", List.of(0f, 3f, 1f, 4f, 2f, 5f), 3, 2))
        .with(counting("predictions.bias", 3))
        .with(floats("1234", List.of(0f, 1f, 2f, 3f, 4f, 5f), 2, 3))
        .with(node("MatMul", "MatMul_0", "y", "x", "1234"))
        .with(node("Add", "Add_0", "z", "y", "predictions.bias"));
    try (OnnxSource source = open()) {
      assertThat(source.names()).containsExactly("words.weight", "predictions.bias");
    }
  }

  @Test
  void aMatrixWithoutAnyHintKeepsItsNumber() {
    model.with(counting("1234", 2, 3)).with(node("MatMul", "MatMul_0", "y", "x", "1234"));
    assertOnly("1234", TRANSPOSED);
  }

  @Test
  void constantsOfTheGraphAreNoWeights() {
    model
        .with(counting("onnx::Add_3"))
        .with(counting("/encoder/Constant_output_0", 2, 3))
        .with(counting("val_7", 4))
        .with(counting("99", 4));
    try (OnnxSource source = open()) {
      assertThat(source.names()).isEmpty();
    }
  }

  @Test
  void aModuleThatRunsTwiceHasOneWeight() {
    model
        .with(counting("onnx::MatMul_7", 2, 3))
        .with(counting("onnx::MatMul_8", 2, 3))
        .with(node("MatMul", "/dense/MatMul", "y", "x", "onnx::MatMul_7"))
        .with(node("MatMul", "/dense/MatMul_1", "z", "x", "onnx::MatMul_8"));
    assertOnly("dense.weight", TRANSPOSED);
    model
        .with(floats("onnx::MatMul_9", List.of(1f, 2f, 3f, 4f, 5f, 6f), 2, 3))
        .with(node("MatMul", "/dense/MatMul_2", "w", "x", "onnx::MatMul_9"));
    assertThatThrownBy(this::open)
        .isInstanceOf(InvalidModelException.class)
        .hasMessageEndingWith(
            "node /dense/MatMul_2 and another of the same module read different weights, "
                + "onnx::MatMul_9 and onnx::MatMul_8");
  }

  private void assertOnly(String name, float... values) {
    try (OnnxSource source = open()) {
      assertThat(source.names()).containsExactly(name);
      assertThat(SourceValues.of(source, name)).isEqualTo(values);
    }
  }

  private OnnxSource open() {
    return OnnxSource.open(model.write(folder.resolve("x.onnx")));
  }
}
