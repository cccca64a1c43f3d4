package org.transformerzoo.zoo.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.Architecture;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.TensorSource;
import org.transformerzoo.zoo.weights.WeightMapping;
import org.transformerzoo.zoo.weights.onnx.OnnxSource;
import org.transformerzoo.zoo.weights.safetensors.SafetensorsSource;
import org.transformerzoo.zoo.weights.tensorflow.FrozenGraphSource;
import org.transformerzoo.zoo.weights.tensorflow.TensorBundleSource;
import org.transformerzoo.zoo.weights.tensorflow.TensorFlowCheckpoint;

/** The formats in which a model folder may hold its weights, the preferred one first. */
public enum WeightFormat {
  /** Safetensors, in one file or in shards, with the names of transformers. */
  SAFETENSORS(SafetensorsSource.SINGLE_FILE, SafetensorsSource.INDEX_FILE) {
    @Override
    public TensorSource open(Path fileOrFolder) {
      return SafetensorsSource.open(fileOrFolder);
    }
  },

  /** An ONNX model that PyTorch exported, with the names of transformers. */
  ONNX(OnnxSource.SINGLE_FILE) {
    @Override
    boolean leavesOutUnread() {
      return true;
    }

    @Override
    public TensorSource open(Path fileOrFolder) {
      return OnnxSource.open(fileOrFolder);
    }
  },

  /** A TensorFlow checkpoint or frozen graph, with the names of the authors' own code. */
  TENSORFLOW("*" + TensorBundleSource.INDEX_SUFFIX, "*" + FrozenGraphSource.SUFFIX) {
    @Override
    public TensorSource open(Path fileOrFolder) {
      return TensorFlowCheckpoint.open(fileOrFolder);
    }

    @Override
    public WeightMapping mapping(Architecture architecture, Collection<Parameter> parameters) {
      return architecture.tensorFlowNames(parameters);
    }

    @Override
    boolean isIn(Path folder) {
      return TensorFlowCheckpoint.find(folder).isPresent();
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> files;

  WeightFormat(String... files) {
    this.files = List.of(files);
  }

  /**
   * The format that a user calls {@code name}: {@code safetensors}, {@code onnx}, {@code
   * tensorflow}.
   *
   * @throws InvalidModelException if there is none; the message lists them
   */
  public static WeightFormat named(String name) {
    return Arrays.stream(values())
        .filter(format -> format.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidModelException(
                    "There is no weight format \"%s\", expected one of %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(WeightFormat::toString)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * The first of the formats in which {@code folder} holds weights.
   *
   * @throws InvalidModelException if it holds none; the message lists what was looked for
   */
  public static WeightFormat foundIn(Path folder) {
    return Arrays.stream(values())
        .filter(format -> format.isIn(folder))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidModelException(
                    "%s has no weights, expected one of %s"
                        .formatted(
                            folder,
                            Arrays.stream(values())
                                .flatMap(format -> format.files.stream())
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * Opens weights of this format.
   *
   * @param fileOrFolder a model folder, or the file itself
   * @throws InvalidModelException if they are missing or damaged
   */
  public abstract TensorSource open(Path fileOrFolder);

  /** Where weights of this format store {@code parameters} of {@code architecture}. */
  public WeightMapping mapping(Architecture architecture, Collection<Parameter> parameters) {
    return architecture.transformersNames(parameters);
  }

  /** Whether files of this format lack what the exported model does not read. */
  boolean leavesOutUnread() {
    return false;
  }

  boolean isIn(Path folder) {
    return files.stream().anyMatch(file -> Files.exists(folder.resolve(file)));
  }

  /** The name that {@link #named} takes. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
