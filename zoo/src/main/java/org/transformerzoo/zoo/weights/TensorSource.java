package org.transformerzoo.zoo.weights;

import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A closed set of named tensors, each read when it is asked for.
 *
 * <p>To add a source for another file format:
 *
 * <ol>
 *   <li>make a package beside {@code safetensors} with one public class that implements this
 *       interface and has a static {@code open(Path)};
 *   <li>check everything that the file claims about itself in {@code open}, and throw an {@link
 *       org.transformerzoo.zoo.InvalidModelException} that names the file, the tensor, what was
 *       found and what was expected; no length may be trusted before an array is allocated by it;
 *   <li>let {@link #read} hand the bytes to a {@link StoredTensor}, which converts and copies them
 *       in blocks;
 *   <li>give the format's names as a {@link WeightMapping};
 *   <li>add a mutation test like that of the safetensors source.
 * </ol>
 *
 * <p>A source is not thread-safe.
 */
public interface TensorSource extends AutoCloseable {

  /** The names of all tensors, in the order of the source. */
  Set<String> names();

  /**
   * The type and shape of a tensor.
   *
   * @throws IllegalArgumentException if there is no tensor called {@code name}
   */
  TensorDescription describe(String name);

  /**
   * Copies a tensor's elements, in row-major order and converted to float32, into {@code
   * destination}.
   *
   * @param destination float32, dense and 'c'-ordered, of as many elements as the tensor; may be a
   *     view into a larger buffer
   * @throws IllegalArgumentException if there is no such tensor or {@code destination} is not fit
   *     for it
   * @throws org.transformerzoo.zoo.InvalidModelException if the bytes cannot be read or are damaged
   */
  void read(String name, INDArray destination);

  /** Where the tensors come from, as messages should call it: a path, usually. */
  String location();

  /** Releases the files. */
  @Override
  void close();
}
