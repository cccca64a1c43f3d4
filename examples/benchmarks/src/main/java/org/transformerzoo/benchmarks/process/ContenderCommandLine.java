package org.transformerzoo.benchmarks.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.transformerzoo.benchmarks.contender.ContenderKind;
import org.transformerzoo.benchmarks.contender.Setup;

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

  private static final ObjectMapper JSON = new ObjectMapper();

  private ContenderCommandLine() {}

  /** The whole command, but for the class path, which {@link #CLASS_PATH} in the environment is. */
  static List<String> of(ContenderKind kind, Setup setup) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        HEAP,
        "-Dai.djl.offline=true",
        "-Dai.djl.pytorch.num_threads=" + setup.sizes().threads(),
        "-Dai.djl.pytorch.num_interop_threads=1",
        "org.transformerzoo.benchmarks.command.Benchmarks",
        VERB,
        kind.name(),
        json(setup));
  }

  /** The setup that the word after the contender's name describes. */
  public static Setup parse(String setup) {
    try {
      return JSON.readValue(setup, Setup.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("There is no setup " + setup, e);
    }
  }

  private static String json(Setup setup) {
    try {
      return JSON.writeValueAsString(setup);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The setup cannot be written as JSON", e);
    }
  }
}
