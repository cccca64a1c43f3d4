package org.transformerzoo.zoo.weights.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.weights.TensorSource;
import org.transformerzoo.zoo.weights.safetensors.SafetensorsSource;

/** An export holds what the safetensors beside it hold, under the same names, bit for bit. */
class OnnxSourceTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

  @ParameterizedTest
  @CsvSource({
    "bert,        bert.embeddings.position_ids, ",
    "bert-base,   embeddings.position_ids, ",
    "roberta,     , roberta.embeddings.position_ids",
    "xlnet,       , transformer.mask_emb",
    "bart,        , ",
  })
  void holdsTheSameWeights(String model, String onlyExported, String notExported) {
    try (TensorSource onnx = OnnxSource.open(FIXTURES.resolve(model));
        TensorSource safetensors = SafetensorsSource.open(FIXTURES.resolve(model))) {
      Set<String> expected = new TreeSet<>(safetensors.names());
      Set<String> found = new TreeSet<>(onnx.names());
      if (onlyExported != null) {
        expected.add(onlyExported);
      }
      if (notExported != null) {
        expected.remove(notExported);
      }
      assertThat(found).isEqualTo(expected);
      found.retainAll(safetensors.names());
      for (String name : found) {
        assertThat(onnx.describe(name).shape()).isEqualTo(safetensors.describe(name).shape());
        assertThat(read(onnx, name)).as(name).isEqualTo(read(safetensors, name));
      }
    }
  }

  @Test
  void wrongUseIsRefused() {
    OnnxSource source = OnnxSource.open(FIXTURES.resolve("bert"));
    assertThatIllegalArgumentException().isThrownBy(() -> source.describe("absent"));
    try (INDArray tooSmall = Nd4j.create(DataType.FLOAT, 5)) {
      for (String name :
          Set.of("classifier.bias", "bert.encoder.layer.0.attention.self.query.weight")) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> source.read(name, tooSmall))
            .withMessageContaining("holds 5 values, expected ");
      }
    }
    source.close();
    assertThatIllegalStateException().isThrownBy(() -> source.describe("classifier.bias"));
  }

  private static float[] read(TensorSource source, String name) {
    try (INDArray values = Nd4j.create(DataType.FLOAT, dimensions(source, name))) {
      source.read(name, values);
      return values.data().asFloat();
    }
  }

  private static long[] dimensions(TensorSource source, String name) {
    return source.describe(name).shape().stream().mapToLong(Long::longValue).toArray();
  }
}
