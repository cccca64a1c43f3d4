package org.transformerzoo.zoo.weights.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.transformerzoo.zoo.weights.onnx.TestModel.counting;
import static org.transformerzoo.zoo.weights.onnx.TestModel.external;
import static org.transformerzoo.zoo.weights.onnx.TestModel.floats;
import static org.transformerzoo.zoo.weights.onnx.TestModel.node;
import static org.transformerzoo.zoo.weights.onnx.TestModel.tensor;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.zoo.weights.ByteMutations;
import org.transformerzoo.zoo.weights.SourceTrial;
import org.transformerzoo.zoo.weights.TestBytes;

/**
 * However a model is damaged, it is read or refused by our own exception, soon and in little
 * memory.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OnnxMutationTest {

  private static final byte[] SOUND =
      new TestModel()
          .with(counting("layer.0.bias", 3))
          .with(counting("onnx::MatMul_1", 2, 3))
          .with(floats("words.weight", List.of(0f, 3f, 1f, 4f, 2f, 5f), 3, 2))
          .with(tensor("half.weight", DataType.FLOAT16, 2).addInt32Data(1).addInt32Data(2))
          .with(external("far.weight", List.of("location", "far", "offset", "8"), 2))
          .with(counting("7", 2, 3))
          .with(node("Identity", "Identity_0", "layer.1.bias", "layer.0.bias"))
          .with(node("MatMul", "/layer.0/MatMul", "y", "x", "onnx::MatMul_1"))
          .with(node("MatMul", "MatMul_1", "z", "y", "7"))
          .with(node("Add", "Add_1", "w", "layer.1.bias", "z"))
          .bytes();

  @TempDir Path folder;
  private Path file;
  private SourceTrial trial;

  /** Classes are loaded before allocations are counted. */
  @BeforeEach
  void readASoundFile() {
    file = folder.resolve("model.onnx");
    trial = new SourceTrial(folder.toString());
    TestBytes.write(folder.resolve("far"), new byte[16]);
    try (OnnxSource source = OnnxSource.open(TestBytes.write(file, SOUND))) {
      assertThat(source.names()).hasSize(6);
    }
    trial.warmUp(() -> OnnxSource.open(file));
  }

  @Test
  void someMutations() {
    mutate(2_000, 1);
  }

  @Test
  @Tag("slow")
  void manyMutations() {
    mutate(30_000, 2);
  }

  private void mutate(int count, long seed) {
    ByteMutations mutations = new ByteMutations(new Random(seed));
    int refused = 0;
    for (int i = 0; i < count; i++) {
      TestBytes.write(file, mutations.apply(SOUND));
      String which = "seed " + seed + ", mutation " + i;
      refused += trial.isRefused(which, () -> OnnxSource.open(file)) ? 1 : 0;
    }
    assertThat(refused).isBetween(count / 4, count - 1);
  }
}
