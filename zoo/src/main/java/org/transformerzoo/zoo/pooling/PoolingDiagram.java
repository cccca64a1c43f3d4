package org.transformerzoo.zoo.pooling;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.transformerzoo.zoo.architecture.Architecture;
import org.transformerzoo.zoo.architecture.Architectures;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.config.ConfigFile;

/**
 * A picture of a pooling's wiring in the notation of Mermaid, drawn from its graph on a BERT of six
 * layers: hidden states and other inputs, trained tensors, and the operations between them. What
 * only shapes tensors is left out, a chain of operations is one box, and so is a whole new layer.
 */
public final class PoolingDiagram {

  private static final ConfigFile BODY =
      ConfigFile.parse(
          "the body of pictures",
          """
          {"model_type": "bert", "hidden_size": 8, "num_hidden_layers": 6,
           "num_attention_heads": 2, "intermediate_size": 16, "vocab_size": 30,
           "max_position_embeddings": 16}
          """);
  private static final Set<String> PASSED_OVER =
      Set.of("reshape", "cast", "identity", "expand_dims", "squeeze", "tile_to_shape");
  private static final Set<String> SHAPES = Set.of("size_at", "shape_of", "size", "rank");

  private final SameDiff graph;
  private final Map<String, String> ends = new HashMap<>();
  private final Map<String, DrawnLayer> layers = new HashMap<>();
  private final Map<String, Optional<String>> resolved = new HashMap<>();
  private final Map<String, Box> boxes = new LinkedHashMap<>();

  private record DrawnLayer(String input, String label) {}

  /** A box: what it says, which boxes lead to it, and whether it is an operation. */
  private record Box(List<String> labels, Set<String> from, boolean operation) {}

  private PoolingDiagram(SameDiff graph) {
    this.graph = graph;
  }

  /** The picture of {@code pooling}. */
  public static String mermaid(PoolingHead pooling) {
    GraphBuilder builder = new GraphBuilder(Mode.INFERENCE);
    PoolingDiagram diagram = new PoolingDiagram(builder.graph());
    Architecture architecture = Architectures.of(BODY);
    Transformer body = architecture.build(builder, architecture.readConfig(BODY), Set.of());
    for (int layer = 0; layer < body.hiddenStates().size(); layer++) {
      String label = layer == 0 ? "embeddings" : "layer " + layer;
      diagram.ends.put(body.hiddenStates().get(layer).name(), label);
    }
    Transformer watched =
        new Transformer(
            diagram.watching(architecture),
            body.config(),
            body.inputs(),
            body.hiddenStates(),
            body.attentions(),
            body.lastHiddenState(),
            body.positions(),
            body.observations());
    List<SDVariable> vectors = pooling.attach(builder, watched).vectors();
    return diagram.draw(vectors.stream().map(SDVariable::name).toList());
  }

  /** {@code architecture}, whose new layers are noted so that each is drawn as one box. */
  private Architecture watching(Architecture architecture) {
    return (Architecture)
        Proxy.newProxyInstance(
            Architecture.class.getClassLoader(),
            new Class<?>[] {Architecture.class},
            (proxy, method, arguments) -> {
              Object result = method.invoke(architecture, arguments);
              if (method.getName().equals("newLayer")) {
                String input = ((SDVariable) arguments[3]).name();
                layers.put(((SDVariable) result).name(), new DrawnLayer(input, "new layer"));
              }
              return result;
            });
  }

  private String draw(List<String> outputs) {
    Set<String> last = new LinkedHashSet<>();
    outputs.forEach(name -> resolve(name).ifPresent(last::add));
    joinChains(last);
    Map<String, String> ids = new HashMap<>();
    StringBuilder text = new StringBuilder("flowchart LR\n");
    boxes.forEach(
        (name, box) -> {
          ids.put(name, "n" + ids.size());
          String label = String.join(", ", box.labels());
          text.append("  ").append(ids.get(name));
          text.append(box.operation() ? "[\"" + label + "\"]" : "([\"" + label + "\"])");
          text.append('\n');
        });
    boxes.forEach(
        (name, box) ->
            box.from()
                .forEach(
                    from -> text.append("  %s --> %s%n".formatted(ids.get(from), ids.get(name)))));
    for (String name : last) {
      text.append("  ").append(ids.get(name)).append(" --> vector([\"vector\"])\n");
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  /** The box that gives the variable {@code name} its values; none if they are constant. */
  private Optional<String> resolve(String name) {
    Deque<String> open = new ArrayDeque<>(List.of(name));
    while (!open.isEmpty()) {
      String next = open.peek();
      List<String> missing =
          arguments(next).stream().filter(each -> !resolved.containsKey(each)).toList();
      if (missing.isEmpty() || resolved.containsKey(next)) {
        open.pop();
        resolved.computeIfAbsent(next, this::box);
      } else {
        missing.forEach(open::push);
      }
    }
    return resolved.get(name);
  }

  private List<String> arguments(String name) {
    DrawnLayer layer = layers.get(name);
    if (layer != null) {
      return List.of(layer.input());
    }
    boolean isEnd =
        ends.containsKey(name)
            || graph.getVariable(name).getVariableType() != VariableType.ARRAY
            || SHAPES.contains(operation(name).opName());
    String[] names = isEnd ? null : operation(name).argNames();
    return names == null ? List.of() : List.of(names);
  }

  private DifferentialFunction operation(String name) {
    return graph.getVariableOutputOp(name);
  }

  private Optional<String> box(String name) {
    if (layers.containsKey(name)) {
      return drawn(name, layers.get(name).label(), true);
    }
    if (ends.containsKey(name)) {
      return drawn(name, ends.get(name), false);
    }
    boolean isTrained = name.startsWith(PoolingPipeline.PREFIX + ".") || name.startsWith("bert.");
    return switch (graph.getVariable(name).getVariableType()) {
      case PLACEHOLDER, VARIABLE -> drawn(name, name, false);
      case CONSTANT -> isTrained ? drawn(name, name, false) : Optional.empty();
      default -> ofOperation(name);
    };
  }

  private Optional<String> ofOperation(String name) {
    List<String> from =
        arguments(name).stream().flatMap(each -> resolved.get(each).stream()).toList();
    if (from.isEmpty()) {
      return Optional.empty();
    }
    String kind = operation(name).opName();
    if (PASSED_OVER.contains(kind)) {
      return Optional.of(from.get(0));
    }
    return drawn(name, kind.replace('_', ' '), true);
  }

  private Optional<String> drawn(String name, String label, boolean operation) {
    Set<String> from = new LinkedHashSet<>();
    arguments(name).forEach(each -> resolved.get(each).ifPresent(from::add));
    boxes.put(name, new Box(new ArrayList<>(List.of(label)), from, operation));
    return Optional.of(name);
  }

  /** Puts an operation that reads one box, and is all that reads it, into that box. */
  private void joinChains(Set<String> last) {
    for (String name : List.copyOf(boxes.keySet())) {
      Box box = boxes.get(name);
      if (!box.operation() || box.from().size() != 1) {
        continue;
      }
      String only = box.from().iterator().next();
      Box before = boxes.get(only);
      long readers = boxes.values().stream().filter(each -> each.from().contains(only)).count();
      if (before.operation() && readers == 1 && !last.contains(only)) {
        box.labels().addAll(0, before.labels());
        box.from().clear();
        box.from().addAll(before.from());
        boxes.remove(only);
      }
    }
  }
}
