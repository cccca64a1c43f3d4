package org.transformerzoo.zoo.weights.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.TensorProto;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.Excerpt;
import org.transformerzoo.zoo.weights.StoredTensor;

/**
 * Finds the names of a model's weights.
 *
 * <p>Exporters keep the names of parameters that a node reads as they are. The weight of a linear
 * layer is not: it is transposed first, and the transpose of a constant is folded into a new one,
 * {@code onnx::MatMul_123} or {@code 1234}. The node that multiplies by it tells which it is.
 */
final class OnnxWeights {

  /** A place in the file: the name under which it is read, and how a module's weight lies there. */
  private record Place(String constant, boolean transposed) {}

  private final String file;
  private final OnnxGraph graph;
  private final OnnxTensors tensors;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, StoredTensor> opened = new HashMap<>();

  private OnnxWeights(String file, OnnxGraph graph, OnnxTensors tensors) {
    this.file = file;
    this.graph = graph;
    this.tensors = tensors;
  }

  /**
   * The weights of a graph by their parameters' names. A matrix whose name cannot be found keeps
   * the one that the exporter gave it.
   *
   * @throws InvalidModelException if a tensor is damaged, or two of them have equal claims to a
   *     name
   */
  static Map<String, OnnxWeight> find(String file, OnnxGraph graph, OnnxTensors tensors) {
    OnnxWeights weights = new OnnxWeights(file, graph, tensors);
    weights.addNamed();
    weights.addFolded();
    Map<String, OnnxWeight> found = new LinkedHashMap<>();
    weights.places.forEach(
        (name, place) ->
            found.put(
                name,
                new OnnxWeight(
                    tensors.open(name, graph.constants().get(place.constant())),
                    place.transposed())));
    return found;
  }

  private void addNamed() {
    for (String name : graph.constants().keySet()) {
      if (MatrixUse.isParameterName(name)) {
        places.put(name, new Place(name, false));
      }
    }
  }

  private void addFolded() {
    List<MatrixUse> nameless = new ArrayList<>();
    for (MatrixUse use : MatrixUse.all(graph)) {
      if (places.containsKey(use.constantName())) {
        places.put(use.constantName(), new Place(use.constantName(), use.isTransposed()));
      } else {
        Optional<String> name = use.nameByScope().filter(found -> isFree(found, use));
        name.ifPresentOrElse(found -> add(found, use), () -> nameless.add(use));
      }
    }
    for (MatrixUse use : nameless) {
      if (!isTied(use)) {
        Optional<String> name = use.nameByBias(graph).filter(found -> isFree(found, use));
        add(name.orElse(use.constantName()), use);
      }
    }
  }

  private void add(String name, MatrixUse use) {
    places.put(name, new Place(use.constantName(), use.isTransposed()));
  }

  /** Whether nothing else has that name; a module that runs twice reads the same values twice. */
  private boolean isFree(String name, MatrixUse use) {
    Place place = places.get(name);
    if (place == null) {
      return true;
    }
    if (place.constant().equals(name)) {
      return false;
    }
    TensorProto other = graph.constants().get(place.constant());
    if (place.transposed() != use.isTransposed() || !haveSameValues(other, use.matrix())) {
      throw new InvalidModelException(
          "%s: node %s and another of the same module read different weights, %s and %s"
              .formatted(
                  file,
                  Excerpt.of(use.node().getName()),
                  Excerpt.of(use.constantName()),
                  Excerpt.of(place.constant())));
    }
    return true;
  }

  private static boolean haveSameValues(TensorProto one, TensorProto other) {
    return one.toBuilder().clearName().build().equals(other.toBuilder().clearName().build());
  }

  /**
   * Whether the matrix is the transpose of one that has a name: an output tied to the embedding.
   */
  private boolean isTied(MatrixUse use) {
    StoredTensor matrix = open(use.constantName());
    return use.isTransposed()
        && graph.constants().entrySet().stream()
            .filter(entry -> MatrixUse.isParameterName(entry.getKey()))
            .filter(entry -> entry.getValue().getDimsCount() == 2)
            .anyMatch(entry -> TransposedCopy.is(open(entry.getKey()), matrix));
  }

  private StoredTensor open(String constant) {
    return opened.computeIfAbsent(
        constant, name -> tensors.open(name, graph.constants().get(name)));
  }
}
