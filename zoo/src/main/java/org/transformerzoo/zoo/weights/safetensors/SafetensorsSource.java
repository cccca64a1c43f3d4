package org.transformerzoo.zoo.weights.safetensors;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.OpenTensors;
import org.transformerzoo.zoo.weights.TensorDescription;
import org.transformerzoo.zoo.weights.TensorSource;

/**
 * A safetensors checkpoint, in one file or in shards with an index, mapped into memory.
 *
 * <p>Opening reads and checks the headers only. The files must not be cut short while the source is
 * open; replacing them, as {@link SafetensorsWriter} does, is safe.
 */
public final class SafetensorsSource implements TensorSource {

  /** The name of a checkpoint in one file. */
  public static final String SINGLE_FILE = "model.safetensors";

  /** The name of the index of a checkpoint in several files. */
  public static final String INDEX_FILE = "model.safetensors.index.json";

  private final OpenTensors<SafetensorsFile> files;

  private SafetensorsSource(
      Path location, Map<String, SafetensorsFile> fileOfTensor, Collection<SafetensorsFile> files) {
    this.files =
        new OpenTensors<>(
            location.toString(), fileOfTensor, () -> files.forEach(SafetensorsFile::close));
  }

  /**
   * Opens a checkpoint.
   *
   * @param fileOrFolder a safetensors file, an index ({@code *.index.json}), or a folder with
   *     {@value #SINGLE_FILE} or, if it does not have that, {@value #INDEX_FILE}
   * @throws InvalidModelException if it is missing, truncated or damaged, or if an index and its
   *     shards do not agree
   */
  public static SafetensorsSource open(Path fileOrFolder) {
    Path file = Files.isDirectory(fileOrFolder) ? inFolder(fileOrFolder) : fileOrFolder;
    return file.toString().endsWith(".index.json") ? openShards(file) : openSingle(file);
  }

  private static Path inFolder(Path folder) {
    Path single = folder.resolve(SINGLE_FILE);
    Path index = folder.resolve(INDEX_FILE);
    if (Files.exists(single)) {
      return single;
    }
    if (Files.exists(index)) {
      return index;
    }
    throw new InvalidModelException(
        "%s has neither %s nor %s".formatted(folder, SINGLE_FILE, INDEX_FILE));
  }

  private static SafetensorsSource openSingle(Path path) {
    SafetensorsFile file = SafetensorsFile.open(path);
    Map<String, SafetensorsFile> tensors = new LinkedHashMap<>();
    file.header().tensors().keySet().forEach(name -> tensors.put(name, file));
    return new SafetensorsSource(path, tensors, Set.of(file));
  }

  private static SafetensorsSource openShards(Path path) {
    SafetensorsIndex index = SafetensorsIndex.read(path);
    Map<Path, SafetensorsFile> files = new LinkedHashMap<>();
    try {
      Map<String, SafetensorsFile> tensors = new LinkedHashMap<>();
      index
          .shards()
          .forEach(
              (tensor, shard) -> {
                SafetensorsFile file = files.computeIfAbsent(shard, SafetensorsSource::openShard);
                if (!file.header().tensors().containsKey(tensor)) {
                  throw new InvalidModelException(
                      "%s: tensor %s should be in %s, but is not there"
                          .formatted(path, tensor, shard.getFileName()));
                }
                tensors.put(tensor, file);
              });
      files.forEach((shard, file) -> checkListed(index, shard, file));
      return new SafetensorsSource(path, tensors, files.values());
    } catch (RuntimeException e) {
      files.values().forEach(SafetensorsFile::close);
      throw e;
    }
  }

  private static SafetensorsFile openShard(Path shard) {
    if (!Files.exists(shard)) {
      throw new InvalidModelException(shard + " does not exist, but the index names it as a shard");
    }
    return SafetensorsFile.open(shard);
  }

  /** A tensor that the index does not know means that shard and index are of two checkpoints. */
  private static void checkListed(SafetensorsIndex index, Path shard, SafetensorsFile file) {
    for (String tensor : file.header().tensors().keySet()) {
      if (!index.shards().containsKey(tensor)) {
        throw new InvalidModelException(
            "%s holds the tensor %s, which %s does not list"
                .formatted(shard, tensor, index.path().getFileName()));
      }
    }
  }

  @Override
  public Set<String> names() {
    return files.names();
  }

  @Override
  public TensorDescription describe(String name) {
    return files.get(name).tensor(name).description();
  }

  @Override
  public void read(String name, INDArray destination) {
    files.get(name).tensor(name).copyTo(destination);
  }

  @Override
  public String location() {
    return files.location();
  }

  @Override
  public void close() {
    files.close();
  }
}
