package org.transformerzoo.zoo.weights.tensorflow;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.NodeDef;
import org.tensorflow.framework.TensorProto;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.Excerpt;
import org.transformerzoo.zoo.weights.MappedFile;
import org.transformerzoo.zoo.weights.OpenTensors;
import org.transformerzoo.zoo.weights.Protobuf;
import org.transformerzoo.zoo.weights.StoredTensor;
import org.transformerzoo.zoo.weights.StoredType;
import org.transformerzoo.zoo.weights.TensorDescription;
import org.transformerzoo.zoo.weights.TensorSource;

/**
 * The weights of a frozen TensorFlow graph, in which constants have taken the variables' places.
 *
 * <p>What was a variable {@code NAME} is a constant of that name, read through a node {@code
 * NAME/read} (or {@code NAME/Read/ReadVariableOp}); the constants that the graph had besides, such
 * as axes and shapes, are left out. The file is held in memory while the source is open.
 */
public final class FrozenGraphSource implements TensorSource {

  /** How the name of a graph ends. */
  public static final String SUFFIX = ".pb";

  private final OpenTensors<StoredTensor> tensors;

  private FrozenGraphSource(OpenTensors<StoredTensor> tensors) {
    this.tensors = tensors;
  }

  /**
   * Opens a graph.
   *
   * @throws InvalidModelException if it is missing or damaged, or has no frozen variables
   */
  public static FrozenGraphSource open(Path path) {
    String file = path.toString();
    try (MappedFile mapped = MappedFile.open(path)) {
      GraphDef graph =
          Protobuf.parse(file, "a TensorFlow graph", Protobuf.wholeOf(mapped), GraphDef.parser());
      return new FrozenGraphSource(new OpenTensors<>(file, variables(file, graph), () -> {}));
    }
  }

  private static Map<String, StoredTensor> variables(String file, GraphDef graph) {
    Map<String, NodeDef> constants = new LinkedHashMap<>();
    for (NodeDef node : graph.getNodeList()) {
      if (node.getOp().equals("Const") && constants.put(node.getName(), node) != null) {
        throw new InvalidModelException(
            "%s has two nodes called %s".formatted(file, Excerpt.of(node.getName())));
      }
    }
    Map<String, StoredTensor> variables = new LinkedHashMap<>();
    for (NodeDef node : graph.getNodeList()) {
      readVariable(node)
          .map(constants::get)
          .flatMap(constant -> tensor(file, constant))
          .ifPresent(tensor -> variables.put(tensor.description().name(), tensor));
    }
    if (variables.isEmpty()) {
      throw new InvalidModelException(
          file + " has no constants in the place of variables, expected a frozen TensorFlow graph");
    }
    return variables;
  }

  /** The name of the variable that a node reads, if that is what it does. */
  private static Optional<String> readVariable(NodeDef node) {
    List<String> inputs = node.getInputList();
    boolean reads =
        node.getOp().equals("Identity")
            && !inputs.isEmpty()
            && node.getName().startsWith(inputs.get(0) + "/");
    return reads ? Optional.of(inputs.get(0)) : Optional.empty();
  }

  private static Optional<StoredTensor> tensor(String file, NodeDef constant) {
    String subject = "%s: tensor %s".formatted(file, Excerpt.of(constant.getName()));
    if (!constant.containsAttr("value")) {
      throw new InvalidModelException(subject + " has no value");
    }
    TensorProto value = constant.getAttrOrThrow("value").getTensor();
    Optional<StoredType> type = TensorFlowTypes.of(value.getDtype());
    return type.map(
        stored -> {
          TensorDescription description =
              TensorFlowTypes.describe(subject, constant.getName(), stored, value.getTensorShape());
          return ConstantValue.of(subject, value, description);
        });
  }

  @Override
  public Set<String> names() {
    return tensors.names();
  }

  @Override
  public TensorDescription describe(String name) {
    return tensors.get(name).description();
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
