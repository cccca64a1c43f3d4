package org.transformerzoo.zoo.weights.onnx;

import java.util.Map;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataLocation;
import onnx.Onnx.TensorProto.DataType;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.Excerpt;
import org.transformerzoo.zoo.weights.StoredTensor;
import org.transformerzoo.zoo.weights.StoredType;
import org.transformerzoo.zoo.weights.TensorDescription;

/** The tensors of a model, wherever their values are: raw, typed, or in a file beside it. */
final class OnnxTensors {

  private static final Map<Integer, StoredType> TYPES =
      Map.of(
          DataType.FLOAT_VALUE, StoredType.F32,
          DataType.FLOAT16_VALUE, StoredType.F16,
          DataType.BFLOAT16_VALUE, StoredType.BF16,
          DataType.DOUBLE_VALUE, StoredType.F64,
          DataType.INT64_VALUE, StoredType.I64,
          DataType.INT32_VALUE, StoredType.I32,
          DataType.INT16_VALUE, StoredType.I16,
          DataType.INT8_VALUE, StoredType.I8,
          DataType.UINT8_VALUE, StoredType.U8,
          DataType.BOOL_VALUE, StoredType.BOOL);

  private final String file;
  private final ExternalData external;

  /**
   * Makes a reader.
   *
   * @param file what messages call the model
   * @param external the files beside it
   */
  OnnxTensors(String file, ExternalData external) {
    this.file = file;
    this.external = external;
  }

  /**
   * A tensor, checked.
   *
   * @param name what the source calls it
   * @throws InvalidModelException if its values are not what its type and shape need
   */
  StoredTensor open(String name, TensorProto proto) {
    String subject = "%s: tensor %s".formatted(file, Excerpt.of(name));
    TensorDescription description = describe(subject, name, proto);
    if (proto.getDataLocation() == DataLocation.EXTERNAL) {
      return external.open(subject, proto, description);
    }
    if (!proto.getRawData().isEmpty()) {
      return StoredTensor.ofBytes(subject, description, proto.getRawData().asReadOnlyByteBuffer());
    }
    return new StoredTensor(description, TypedData.of(subject, proto, description));
  }

  private static TensorDescription describe(String subject, String name, TensorProto proto) {
    StoredType type = TYPES.get(proto.getDataType());
    if (type == null) {
      throw new InvalidModelException(
          "%s has the element type %s, expected one of %s"
              .formatted(subject, typeName(proto), TYPES.values().stream().sorted().toList()));
    }
    return TensorDescription.inFile(subject, name, type, proto.getDimsList());
  }

  private static String typeName(TensorProto proto) {
    DataType type = DataType.forNumber(proto.getDataType());
    return type == null ? Integer.toString(proto.getDataType()) : type.name();
  }
}
