package org.transformerzoo.zoo.weights.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.InvalidModelException;

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

  /** Far more than any of the small files needs, far less than a length taken on trust. */
  private static final long MOST_BYTES = 4 << 20;

  @TempDir Path folder;

  /** Classes are loaded before allocations are counted. */
  @BeforeEach
  void readASoundFile() {
    Path file = folder.resolve("sound.safetensors");
    TestFile.write(file, TestFile.bytes(HEADER, new byte[40]));
    try (SafetensorsSource source = SafetensorsSource.open(file)) {
      source.names().forEach(name -> readWhole(source, name));
    }
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
      refused += isRefused(file, "seed " + seed + ", mutation " + i) ? 1 : 0;
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
      refused += isRefused(file, "seed " + seed + ", mutation " + i) ? 1 : 0;
    }
    assertThat(refused).isBetween(count / 4, count - 1);
  }

  private static boolean isRefused(Path file, String which) {
    long before = allocated();
    boolean refused = false;
    try (SafetensorsSource source = SafetensorsSource.open(file)) {
      source.names().forEach(name -> readWhole(source, name));
    } catch (InvalidModelException e) {
      assertThat(e).as(which).hasMessageContaining(file.getParent().toString());
      refused = true;
    } catch (RuntimeException e) {
      throw new AssertionError(which, e);
    }
    assertThat(allocated() - before).as("bytes allocated by %s", which).isLessThan(MOST_BYTES);
    return refused;
  }

  private static void readWhole(SafetensorsSource source, String name) {
    long length = source.describe(name).length();
    assertThat(length).isLessThan(10_000);
    if (length > 0) {
      try (INDArray destination = Nd4j.create(DataType.FLOAT, length)) {
        source.read(name, destination);
      }
    }
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }
}
