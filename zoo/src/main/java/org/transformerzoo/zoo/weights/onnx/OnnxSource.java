package org.transformerzoo.zoo.weights.onnx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.ModelProto;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.MappedFile;
import org.transformerzoo.zoo.weights.OpenTensors;
import org.transformerzoo.zoo.weights.Protobuf;
import org.transformerzoo.zoo.weights.TensorDescription;
import org.transformerzoo.zoo.weights.TensorSource;

/**
 * The weights of an ONNX model that PyTorch exported, under the names and in the shapes that they
 * have in PyTorch. Opsets 11 to 18; models that an optimizer fused or quantized are refused.
 *
 * <p>The file is held in memory while the source is open. The files beside it that it refers to are
 * mapped, and must not be cut short while the source is open.
 */
public final class OnnxSource implements TensorSource {

  /** The name of the model in a model folder. */
  public static final String SINGLE_FILE = "model.onnx";

  private final OpenTensors<OnnxWeight> weights;

  private OnnxSource(OpenTensors<OnnxWeight> weights) {
    this.weights = weights;
  }

  /**
   * Opens a model.
   *
   * @param fileOrFolder an ONNX file, or a folder with {@value #SINGLE_FILE}
   * @throws InvalidModelException if it is missing or damaged, is no plain export, or refers to
   *     files that are missing or outside of its folder
   */
  public static OnnxSource open(Path fileOrFolder) {
    Path path = Files.isDirectory(fileOrFolder) ? fileOrFolder.resolve(SINGLE_FILE) : fileOrFolder;
    ExternalData external = new ExternalData(path);
    try (MappedFile file = MappedFile.open(path)) {
      ModelProto model =
          Protobuf.parse(
              path.toString(), "an ONNX model", Protobuf.wholeOf(file), ModelProto.parser());
      ExportCheck.check(path.toString(), model);
      Map<String, OnnxWeight> weights =
          OnnxWeights.find(
              path.toString(),
              OnnxGraph.of(path.toString(), model.getGraph()),
              new OnnxTensors(path.toString(), external));
      return new OnnxSource(new OpenTensors<>(path.toString(), weights, external::close));
    } catch (RuntimeException e) {
      external.close();
      throw e;
    }
  }

  @Override
  public Set<String> names() {
    return weights.names();
  }

  @Override
  public TensorDescription describe(String name) {
    return weights.get(name).description();
  }

  @Override
  public void read(String name, INDArray destination) {
    weights.get(name).copyTo(destination);
  }

  @Override
  public String location() {
    return weights.location();
  }

  @Override
  public void close() {
    weights.close();
  }
}
