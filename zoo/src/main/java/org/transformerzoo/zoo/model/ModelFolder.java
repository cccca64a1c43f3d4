package org.transformerzoo.zoo.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.weights.safetensors.SafetensorsSource;
import org.transformerzoo.zoo.weights.safetensors.SafetensorsWriter;

/**
 * A saved model: {@code config.json}, {@code model.safetensors} as transformers reads it, {@code
 * model.fb}, the inference graph as a plain SameDiff file, and whatever is attached. The folder
 * appears whole or not at all.
 */
public final class ModelFolder {

  /** The SameDiff file, loadable by {@code SameDiff.load} without this project. */
  public static final String GRAPH = "model.fb";

  private static final String WHILE_WRITING = ".incomplete";
  private static final String REPLACED = ".replaced";

  /** Writes further files, such as a tokenizer's, into a model folder. */
  @FunctionalInterface
  public interface Attachment {
    /**
     * Writes into {@code folder}, which exists.
     *
     * @throws IOException if it cannot; the model is not saved then
     */
    void writeTo(Path folder) throws IOException;
  }

  private ModelFolder() {}

  /** Writes {@code model} to {@code folder}, replacing a model that is there. */
  public static void save(TransformerModel model, Path folder, Attachment... attachments) {
    replace(
        folder,
        ConfigFile.NAME,
        incomplete -> {
          write(model, incomplete);
          for (Attachment attachment : attachments) {
            attachment.writeTo(incomplete);
          }
        });
  }

  /**
   * Writes a folder of any content, which appears whole or not at all.
   *
   * @param mark the file by which a folder is known that may be replaced
   * @param content writes what is in it
   * @throws InvalidModelException if the model cannot be written; what was in the folder stays
   */
  public static void replace(Path folder, String mark, Attachment content) {
    Path absolute = folder.toAbsolutePath();
    Path incomplete = absolute.resolveSibling(absolute.getFileName() + WHILE_WRITING);
    try {
      refuseForeign(absolute, mark);
      Folders.delete(incomplete);
      Files.createDirectories(incomplete);
      content.writeTo(incomplete);
      forceAll(incomplete);
      replace(incomplete, absolute);
    } catch (IOException e) {
      discard(incomplete);
      throw new InvalidModelException(
          "The model cannot be saved to " + folder + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      discard(incomplete);
      throw e;
    }
  }

  private static void write(TransformerModel model, Path folder) throws IOException {
    Files.writeString(folder.resolve(ConfigFile.NAME), model.specification().describe().toJson());
    SafetensorsWriter.write(
        folder.resolve(SafetensorsSource.SINGLE_FILE),
        SafetensorsWriter.TRANSFORMERS_METADATA,
        tensors(model));
    SameDiff graph = plainGraph(model);
    graph.save(folder.resolve(GRAPH).toFile(), false);
  }

  /** See {@link TransformerModel#plainGraph}. */
  static SameDiff plainGraph(TransformerModel model) {
    ExecutableGraph executable =
        ModelGraph.build(model.specification().forInference(), Mode.INFERENCE).executable();
    SameDiff graph = executable.graph();
    for (Parameter parameter : executable.parameters()) {
      graph.setArrayForVariable(parameter.name(), model.parameters().value(parameter.name()));
    }
    freezeTables(executable);
    return graph;
  }

  /** Stock training would give the tables SameDiff's wrong gradient; as constants they stay. */
  private static void freezeTables(ExecutableGraph executable) {
    SameDiff graph = executable.graph();
    graph.convertToConstants(
        executable.parameters().stream()
            .filter(parameter -> parameter.kind() == ParameterKind.EMBEDDING)
            .map(parameter -> graph.getVariable(parameter.name()))
            .toList());
  }

  /** Transformers leaves the prefix out where a checkpoint is the bare body. */
  private static Map<String, INDArray> tensors(TransformerModel model) {
    String prefix = model.specification().architecture().parameterPrefix();
    boolean bare = model.specification().task().isEmpty();
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    for (Parameter parameter : model.parameters().parameters()) {
      String name = parameter.name();
      String stored = bare && name.startsWith(prefix) ? name.substring(prefix.length()) : name;
      tensors.put(stored, model.parameters().value(name));
    }
    return tensors;
  }

  private static void refuseForeign(Path folder, String mark) throws IOException {
    if (!Files.exists(folder) || Files.exists(folder.resolve(mark))) {
      return;
    }
    try (Stream<Path> children =
        Files.isDirectory(folder) ? Files.list(folder) : Stream.of(folder)) {
      if (children.findAny().isPresent()) {
        throw new InvalidModelException(
            folder + " exists and is not a model folder, so it is not replaced");
      }
    }
  }

  private static void replace(Path complete, Path folder) throws IOException {
    Path replaced = folder.resolveSibling(folder.getFileName() + REPLACED);
    Folders.delete(replaced);
    if (Files.exists(folder)) {
      Files.move(folder, replaced, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(complete, folder, StandardCopyOption.ATOMIC_MOVE);
    Folders.delete(replaced);
  }

  private static void forceAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
  }

  private static void discard(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      // The error that led here matters more than what is left of the unfinished folder.
    }
  }
}
