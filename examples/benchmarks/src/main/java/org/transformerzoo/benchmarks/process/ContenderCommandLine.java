package org.transformerzoo.benchmarks.process;

import java.nio.file.Path;
import java.util.List;
import org.transformerzoo.benchmarks.contender.ContenderKind;
import org.transformerzoo.benchmarks.contender.Setup;
import org.transformerzoo.benchmarks.workload.Sizes;

/** How a contender's process is started and finds out what it is to be. */
public final class ContenderCommandLine {

  /** The verb of the command line that only this project's own processes use. */
  public static final String VERB = "contender";

  /**
   * The variable that holds the class path. On the command line it would be thousands of characters
   * long, on which ONNX Runtime 1.29, which reads the command line of its process, overflows its
   * stack.
   */
  static final String CLASS_PATH = "CLASSPATH";

  private static final String HEAP = "-Xmx2g";

  private ContenderCommandLine() {}

  /** The whole command, but for the class path, which {@link #CLASS_PATH} in the environment is. */
  static List<String> of(ContenderKind kind, Setup setup) {
    Sizes sizes = setup.sizes();
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        HEAP,
        "-Dai.djl.offline=true",
        "-Dai.djl.pytorch.num_threads=" + sizes.threads(),
        "-Dai.djl.pytorch.num_interop_threads=1",
        "org.transformerzoo.benchmarks.command.Benchmarks",
        VERB,
        kind.name(),
        Boolean.toString(setup.training()),
        setup.folder().toString(),
        Integer.toString(sizes.layers()),
        Integer.toString(sizes.hidden()),
        Integer.toString(sizes.heads()),
        Integer.toString(sizes.vocabulary()),
        Integer.toString(sizes.batch()),
        Integer.toString(sizes.length()),
        Integer.toString(sizes.threads()),
        Integer.toString(sizes.examples()));
  }

  /** The setup that the words after the contender's name describe. */
  public static Setup parse(List<String> words) {
    int[] numbers = words.subList(2, words.size()).stream().mapToInt(Integer::parseInt).toArray();
    Sizes sizes =
        new Sizes(
            numbers[0],
            numbers[1],
            numbers[2],
            numbers[3],
            numbers[4],
            numbers[5],
            numbers[6],
            numbers[7]);
    return new Setup(sizes, Boolean.parseBoolean(words.get(0)), Path.of(words.get(1)));
  }
}
