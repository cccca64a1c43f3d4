package org.transformerzoo.zoo.weights.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.zoo.weights.SourceTrial;

/**
 * However a file is damaged, it is read or refused by our own exception, soon and in little memory.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SafetensorsMutationTest {

  private static final String HEADER =
      "{'__metadata__':{'format':'pt'},"
          + "'a':{'dtype':'F32','shape':[2,3],'data_offsets':[0,24]},"
          + "'b':{'dtype':'F16','shape':[4],'data_offsets':[24,32]},"
          + "'c':{'dtype':'I64','shape':[],'data_offsets':[32,40]},"
          + "'d':{'dtype':'BOOL','shape':[0,8],'data_offsets':[40,40]}}";

  private static final String INDEX =
      "{'metadata':{'total_size':40},'weight_map':"
          + "{'a':'x.safetensors','b':'x.safetensors','c':'x.safetensors','d':'x.safetensors'}}";

  @TempDir Path folder;
  private SourceTrial trial;

  /** Classes are loaded before allocations are counted. */
  @BeforeEach
  void readASoundFile() {
    Path file = folder.resolve("sound.safetensors");
    TestFile.write(file, TestFile.bytes(HEADER, new byte[40]));
    trial = new SourceTrial(folder.toString());
    trial.warmUp(() -> SafetensorsSource.open(file));
  }

  @Test
  void someMutations() {
    mutateFiles(2_000, 1);
    mutateIndexes(500, 2);
  }

  @Test
  @Tag("slow")
  void manyMutations() {
    mutateFiles(20_000, 3);
    mutateIndexes(20_000, 4);
  }

  private void mutateFiles(int count, long seed) {
    byte[] header = HEADER.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    byte[] data = new byte[40];
    Mutations mutations = new Mutations(new Random(seed));
    Path file = folder.resolve("x.safetensors");
    int refused = 0;
    for (int i = 0; i < count; i++) {
      byte[] bytes;
      if (i % 2 == 0) { // the header alone, and its length made right again
        byte[] mutated = mutations.apply(header);
        bytes = TestFile.withLength(mutated.length, mutated, data);
      } else {
        bytes = mutations.apply(TestFile.withLength(header.length, header, data));
      }
      TestFile.write(file, bytes);
      String which = "seed " + seed + ", mutation " + i;
      refused += trial.isRefused(which, () -> SafetensorsSource.open(file)) ? 1 : 0;
    }
    assertThat(refused).isBetween(count / 4, count - 1);
  }

  private void mutateIndexes(int count, long seed) {
    byte[] index = INDEX.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    Mutations mutations = new Mutations(new Random(seed));
    TestFile.write(folder.resolve("x.safetensors"), TestFile.bytes(HEADER, new byte[40]));
    Path file = folder.resolve("y.index.json");
    int refused = 0;
    for (int i = 0; i < count; i++) {
      TestFile.write(file, mutations.apply(index));
      String which = "seed " + seed + ", mutation " + i;
      refused += trial.isRefused(which, () -> SafetensorsSource.open(file)) ? 1 : 0;
    }
    assertThat(refused).isBetween(count / 4, count - 1);
  }
}
