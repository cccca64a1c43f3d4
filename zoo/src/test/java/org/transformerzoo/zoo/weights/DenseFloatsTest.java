package org.transformerzoo.zoo.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The memory of an array is found wherever it lies in its buffer. */
class DenseFloatsTest {

  private final INDArray flat = Nd4j.arange(100).castTo(DataType.FLOAT);

  @Test
  void viewsBeginAtTheirOffset() {
    INDArray view = Nd4j.create(flat.data(), new long[] {2, 3}, new long[] {3, 1}, 10, 'c');
    assertThat(first(view)).isEqualTo(10);
  }

  @Test
  void viewsOfViewsBeginAtTheirOffset() {
    INDArray view = Nd4j.create(flat.data(), new long[] {2, 3}, new long[] {3, 1}, 10, 'c');
    assertThat(first(view.get(NDArrayIndex.point(1)))).isEqualTo(13);
    assertThat(first(view.reshape(6).get(NDArrayIndex.interval(2, 4)))).isEqualTo(12);
  }

  @Test
  void partsCanBeTakenFromTheMiddle() {
    assertThat(DenseFloats.of(flat).bytes(7, 2).asFloatBuffer().get(1)).isEqualTo(8);
    assertThatThrownBy(() -> DenseFloats.of(flat).bytes(99, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void scalarsHaveOneValue() {
    assertThat(DenseFloats.of(Nd4j.scalar(3f)).length()).isEqualTo(1);
    assertThat(first(Nd4j.scalar(3f))).isEqualTo(3);
  }

  @Test
  void otherLayoutsAreRefused() {
    INDArray matrix = flat.reshape(10, 10);
    assertThatIllegalArgumentException().isThrownBy(() -> DenseFloats.of(matrix.transpose()));
    assertThatIllegalArgumentException().isThrownBy(() -> DenseFloats.of(matrix.getColumn(2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DenseFloats.of(matrix.castTo(DataType.DOUBLE)));
  }

  private static float first(INDArray array) {
    return DenseFloats.of(array).bytes(0, 1).asFloatBuffer().get(0);
  }
}
