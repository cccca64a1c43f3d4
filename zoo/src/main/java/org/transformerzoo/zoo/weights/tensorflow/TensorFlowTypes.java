package org.transformerzoo.zoo.weights.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorShapeProto;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.StoredType;
import org.transformerzoo.zoo.weights.TensorDescription;

/** TensorFlow's element types and shapes in the terms of this project. */
final class TensorFlowTypes {

  private static final Map<DataType, StoredType> TYPES =
      Map.of(
          DataType.DT_FLOAT, StoredType.F32,
          DataType.DT_HALF, StoredType.F16,
          DataType.DT_BFLOAT16, StoredType.BF16,
          DataType.DT_DOUBLE, StoredType.F64,
          DataType.DT_INT64, StoredType.I64,
          DataType.DT_INT32, StoredType.I32,
          DataType.DT_INT16, StoredType.I16,
          DataType.DT_INT8, StoredType.I8,
          DataType.DT_UINT8, StoredType.U8,
          DataType.DT_BOOL, StoredType.BOOL);

  private TensorFlowTypes() {}

  /** The element type, absent for those that no weight has: strings, resources and the like. */
  static Optional<StoredType> of(DataType type) {
    return Optional.ofNullable(TYPES.get(type));
  }

  /**
   * A tensor's description.
   *
   * @throws InvalidModelException if the shape is impossible
   */
  static TensorDescription describe(
      String subject, String name, StoredType type, TensorShapeProto shape) {
    if (shape.getUnknownRank()) {
      throw new InvalidModelException(subject + " has no shape");
    }
    List<Long> dimensions = new ArrayList<>();
    shape.getDimList().forEach(dimension -> dimensions.add(dimension.getSize()));
    return TensorDescription.inFile(subject, name, type, dimensions);
  }
}
