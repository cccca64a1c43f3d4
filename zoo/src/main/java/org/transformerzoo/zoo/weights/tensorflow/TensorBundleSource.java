package org.transformerzoo.zoo.weights.tensorflow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tensorflow.util.BundleEntryProto;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.Excerpt;
import org.transformerzoo.zoo.weights.MappedFile;
import org.transformerzoo.zoo.weights.OpenTensors;
import org.transformerzoo.zoo.weights.StoredTensor;
import org.transformerzoo.zoo.weights.StoredType;
import org.transformerzoo.zoo.weights.TensorDescription;
import org.transformerzoo.zoo.weights.TensorSource;

/**
 * A TensorFlow checkpoint of the second version, a tensor bundle: {@code NAME.index} and one or
 * more data files {@code NAME.data-00000-of-00001}, mapped into memory.
 *
 * <p>Opening checks the index with its checksums and the sizes of the data files; reading a tensor
 * checks its own checksum. Variables that are no numbers are left out. The files must not be cut
 * short while the source is open.
 */
public final class TensorBundleSource implements TensorSource {

  /** How the name of an index ends. */
  public static final String INDEX_SUFFIX = ".index";

  private final OpenTensors<BundleTensor> tensors;

  private TensorBundleSource(OpenTensors<BundleTensor> tensors) {
    this.tensors = tensors;
  }

  /**
   * Opens a checkpoint.
   *
   * @param index the index file, or that file's path without {@value #INDEX_SUFFIX}
   * @throws InvalidModelException if it is missing, truncated or damaged
   */
  public static TensorBundleSource open(Path index) {
    Path file =
        index.toString().endsWith(INDEX_SUFFIX)
            ? index
            : index.resolveSibling(index.getFileName() + INDEX_SUFFIX);
    Shards shards = new Shards(file);
    try {
      BundleIndex bundle = BundleIndex.read(file);
      Map<String, BundleTensor> tensors = new LinkedHashMap<>();
      bundle
          .entries()
          .forEach(
              (name, entry) ->
                  shards
                      .tensor(name, entry, bundle.shards())
                      .ifPresent(tensor -> tensors.put(name, tensor)));
      return new TensorBundleSource(new OpenTensors<>(file.toString(), tensors, shards::close));
    } catch (RuntimeException e) {
      shards.close();
      throw e;
    }
  }

  /** The data files, each opened when the first variable in it is met. */
  private record Shards(Path index, Map<Path, MappedFile> files) {

    Shards(Path index) {
      this(index, new HashMap<>());
    }

    Optional<BundleTensor> tensor(String name, BundleEntryProto entry, int count) {
      Optional<StoredType> type = TensorFlowTypes.of(entry.getDtype());
      String subject = "%s: tensor %s".formatted(index, Excerpt.of(name));
      if (type.isEmpty()) {
        return Optional.empty();
      }
      if (entry.getSlicesCount() > 0) {
        throw new InvalidModelException(
            "%s is stored in %d slices, expected a variable that is not partitioned"
                .formatted(subject, entry.getSlicesCount()));
      }
      TensorDescription description =
          TensorFlowTypes.describe(subject, name, type.get(), entry.getShape());
      Path shard = path(subject, entry.getShardId(), count);
      MappedFile file = files.computeIfAbsent(shard, path -> open(subject, path));
      StoredTensor stored =
          StoredTensor.inFile(subject, description, file, entry.getOffset(), entry.getSize());
      return Optional.of(new BundleTensor(shard, stored, entry.getCrc32C()));
    }

    private Path path(String subject, int shard, int count) {
      if (shard < 0 || shard >= count) {
        throw new InvalidModelException(
            "%s is said to be in data file %d, expected one of %d counted from 0"
                .formatted(subject, shard, count));
      }
      String name = index.getFileName().toString();
      String prefix = name.substring(0, name.length() - INDEX_SUFFIX.length());
      return index.resolveSibling("%s.data-%05d-of-%05d".formatted(prefix, shard, count));
    }

    private static MappedFile open(String subject, Path shard) {
      if (!Files.exists(shard)) {
        throw new InvalidModelException(
            "%s is in the data file %s, which does not exist".formatted(subject, shard));
      }
      return MappedFile.open(shard);
    }

    void close() {
      files.values().forEach(MappedFile::close);
    }
  }

  @Override
  public Set<String> names() {
    return tensors.names();
  }

  @Override
  public TensorDescription describe(String name) {
    return tensors.get(name).stored().description();
  }

  @Override
  public void read(String name, INDArray destination) {
    tensors.get(name).copyTo(destination);
  }

  @Override
  public String location() {
    return tensors.location();
  }

  @Override
  public void close() {
    tensors.close();
  }
}
