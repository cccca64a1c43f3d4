package org.transformerzoo.zoo.weights.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.ByteString;
import org.tensorflow.framework.DataType;
import org.transformerzoo.zoo.weights.ByteMutations;
import org.transformerzoo.zoo.weights.SourceTrial;
import org.transformerzoo.zoo.weights.TensorSource;
import org.transformerzoo.zoo.weights.TestBytes;

/**
 * However a checkpoint is damaged, it is read or refused by our own exception, soon and in little
 * memory.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TensorFlowMutationTest {

  private static final TestBundle BUNDLE =
      new TestBundle()
          .with("bert/kernel", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
          .with("bert/kernel/adam_m", new float[6], 2, 3)
          .with("global_step", new float[] {7});

  private static final byte[] GRAPH =
      new TestGraph()
          .variable(
              "bert/kernel",
              TestGraph.tensor(DataType.DT_FLOAT, 2, 2)
                  .setTensorContent(ByteString.copyFrom(new byte[16])))
          .variable(
              "bert/bias", TestGraph.tensor(DataType.DT_FLOAT, 3).addFloatVal(1).addFloatVal(2))
          .variable("bert/half", TestGraph.tensor(DataType.DT_HALF, 2).addHalfVal(7))
          .bytes();

  @TempDir Path folder;
  private Path index;
  private Path data;
  private Path graph;
  private SourceTrial trial;

  /** Classes are loaded before allocations are counted. */
  @BeforeEach
  void readSoundFiles() {
    index = folder.resolve("model.ckpt.index");
    data = folder.resolve("model.ckpt.data-00000-of-00001");
    graph = folder.resolve("graph.pb");
    trial = new SourceTrial(folder.toString());
    TestBytes.write(data, BUNDLE.data());
    TestBytes.write(index, BUNDLE.index());
    TestBytes.write(graph, GRAPH);
    trial.warmUp(this::bundle);
    trial.warmUp(this::graph);
  }

  @Test
  void someMutations() {
    mutateIndexes(1_000, 1);
    mutateBlocks(2_000, 2);
    mutateData(500, 3);
    mutateGraphs(2_000, 4);
  }

  @Test
  @Tag("slow")
  void manyMutations() {
    mutateIndexes(20_000, 5);
    mutateBlocks(20_000, 6);
    mutateData(20_000, 7);
    mutateGraphs(20_000, 8);
  }

  private void mutateIndexes(int count, long seed) {
    ByteMutations mutations = new ByteMutations(new Random(seed));
    byte[] sound = BUNDLE.index();
    mutate(count, seed, index, () -> mutations.apply(sound), this::bundle);
  }

  /** Damage that checksums do not tell, because they were computed after it was done. */
  private void mutateBlocks(int count, long seed) {
    ByteMutations mutations = new ByteMutations(new Random(seed));
    byte[] content = BUNDLE.content();
    mutate(
        count,
        seed,
        index,
        () -> TestBundle.table(mutations.apply(content), (byte) 0),
        this::bundle);
  }

  private void mutateData(int count, long seed) {
    ByteMutations mutations = new ByteMutations(new Random(seed));
    TestBytes.write(index, BUNDLE.index());
    mutate(count, seed, data, () -> mutations.apply(BUNDLE.data()), this::bundle);
    TestBytes.write(data, BUNDLE.data());
  }

  private void mutateGraphs(int count, long seed) {
    ByteMutations mutations = new ByteMutations(new Random(seed));
    mutate(count, seed, graph, () -> mutations.apply(GRAPH), this::graph);
  }

  private void mutate(
      int count, long seed, Path file, Supplier<byte[]> damaged, Supplier<TensorSource> opening) {
    int refused = 0;
    for (int i = 0; i < count; i++) {
      TestBytes.write(file, damaged.get());
      refused += trial.isRefused("seed " + seed + ", mutation " + i, opening) ? 1 : 0;
    }
    assertThat(refused).isBetween(count / 4, count - 1);
  }

  private TensorSource bundle() {
    return TensorFlowCheckpoint.open(index);
  }

  private TensorSource graph() {
    return TensorFlowCheckpoint.open(graph);
  }
}
