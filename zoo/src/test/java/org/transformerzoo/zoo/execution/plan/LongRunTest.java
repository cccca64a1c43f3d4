package org.transformerzoo.zoo.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.execution.plan.PlanExecutorTest.Inputs;
import org.transformerzoo.zoo.model.TransformerModel;

/** Memory stays where it is, however many shapes and requests come. */
@Tag("slow")
class LongRunTest {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String BERT = "bert";
  private static final long MEBIBYTE = 1 << 20;

  private final TransformerModel model =
      TransformerModel.load(Path.of("src/test/resources/fixtures", BERT));

  @BeforeEach
  void requireLinux() {
    assumeThat(STATUS).as("the system tells a process's memory").exists();
  }

  @Test
  void twoThousandTrainingBatchesOfVaryingLengthNeedNoMoreThanTheFirstTwoHundred()
      throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    long early = 0;
    try (GraphExecutor plan = model.executor(Mode.TRAINING)) {
      for (int i = 0; i < 2000; i++) {
        Map<String, INDArray> inputs = Inputs.of(BERT, 4, random.nextInt(2, 61));
        plan.computeGradients(inputs, 1, new RandomKey(0, "dropout", i));
        if (i == 199) {
          early = nativeBytes();
        }
      }
      assertThat(nativeBytes() - early).isLessThan(32 * MEBIBYTE);
    }
  }

  @Test
  void eightThreadsGetTheAnswersOfOneAndMemoryStaysBounded() throws Exception {
    List<Map<String, INDArray>> requests =
        IntStream.range(0, 50).mapToObj(i -> Inputs.of(BERT, 1 + i % 4, 2 + i)).toList();
    PlanOptions options = PlanOptions.defaults().withFixedParameters(true);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (GraphExecutor plan =
        new PlanExecutor(model.graph(Mode.INFERENCE).executable(), model.parameters(), options)) {
      List<float[][]> expected = requests.stream().map(inputs -> logits(plan, inputs)).toList();
      serve(threads, plan, requests, expected, 10);
      long early = nativeBytes();
      serve(threads, plan, requests, expected, 70);
      assertThat(nativeBytes() - early).isLessThan(32 * MEBIBYTE);
    } finally {
      threads.shutdown();
    }
  }

  private static void serve(
      ExecutorService threads,
      GraphExecutor plan,
      List<Map<String, INDArray>> requests,
      List<float[][]> expected,
      int rounds)
      throws Exception {
    List<Future<float[][]>> answers = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      requests.forEach(inputs -> answers.add(threads.submit(() -> logits(plan, inputs))));
    }
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).get()).isDeepEqualTo(expected.get(i % requests.size()));
    }
  }

  private static float[][] logits(GraphExecutor plan, Map<String, INDArray> inputs) {
    return plan.output(inputs, List.of("logits")).get("logits").toFloatMatrix();
  }

  /** Resident memory without Java's heap, after what is garbage has been freed. */
  private static long nativeBytes() throws IOException {
    for (int i = 0; i < 5; i++) {
      System.gc();
      pause();
    }
    Runtime runtime = Runtime.getRuntime();
    long resident =
        Files.readAllLines(STATUS).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
            .findFirst()
            .orElseThrow();
    return resident - runtime.totalMemory();
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
