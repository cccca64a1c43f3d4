package org.transformerzoo.zoo.weights.tensorflow;

import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.Excerpt;
import org.transformerzoo.zoo.weights.StoredTensor;
import org.transformerzoo.zoo.weights.TensorBytes;

/**
 * A variable of a tensor bundle.
 *
 * @param shard the file that holds it
 * @param stored its values
 * @param checksum what the index says is their checksum
 */
record BundleTensor(Path shard, StoredTensor stored, int checksum) {

  /**
   * Copies the values, once they are known to be undamaged.
   *
   * @throws InvalidModelException if they are damaged
   */
  void copyTo(INDArray destination) {
    int found = computeChecksum();
    if (found != checksum) {
      throw new InvalidModelException(
          "%s: tensor %s has the checksum %08x, expected %08x: the file is damaged"
              .formatted(shard, Excerpt.of(stored.description().name()), found, checksum));
    }
    stored.copyTo(destination);
  }

  private int computeChecksum() {
    MaskedChecksum computed = new MaskedChecksum();
    long length = stored.description().byteLength();
    for (long start = 0; start < length; start += TensorBytes.LARGEST_REGION) {
      int count = (int) Math.min(TensorBytes.LARGEST_REGION, length - start);
      computed.update(stored.bytes().region(start, count));
    }
    return computed.value();
  }
}
