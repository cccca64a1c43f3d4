package org.transformerzoo.zoo.architecture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.ExecutableGraph.DropoutSite;
import org.transformerzoo.zoo.execution.ExecutableGraph.InputRange;
import org.transformerzoo.zoo.execution.ExecutableGraph.Lookup;
import org.transformerzoo.zoo.execution.ExecutableGraph.MaskShape;
import org.transformerzoo.zoo.execution.InputRule;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;

/**
 * A SameDiff graph under construction, with the facts that SameDiff does not keep: what each
 * parameter is, where embedding rows are looked up, where dropout happens. One builder makes one
 * graph, for training, for gradients or for inference; the code that uses it is the same.
 */
public final class GraphBuilder {

  /** The label of positions that do not count. */
  public static final int IGNORED_LABEL = -100;

  /** Input that tells which row of {@link #MOVES} each word is moved by, int32, [batch, length]. */
  public static final String MOVED = "moved";

  /**
   * What words are moved by, [rows, width]: a parameter of graphs that have {@link #MOVED}, so that
   * its gradient is known, and nothing to be trained. Row 0 is for words that stay: zeros.
   */
  public static final String MOVES = "moves";

  /** What the graph is for. */
  public enum Mode {
    /** Differentiable, with dropout, whose masks are placeholders. */
    TRAINING,
    /** Differentiable, without dropout. */
    GRADIENT,
    /** Not differentiable with respect to embedding tables, without dropout. */
    INFERENCE
  }

  private final SameDiff graph = SameDiff.create();
  private final Mode mode;
  private final long moves;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final List<Lookup> lookups = new ArrayList<>();
  private final List<DropoutSite> dropouts = new ArrayList<>();
  private final List<InputRange> ranges = new ArrayList<>();
  private final List<InputRule> rules = new ArrayList<>();
  private final Set<String> unused = new LinkedHashSet<>();

  /** An empty graph. */
  public GraphBuilder(Mode mode) {
    this(mode, 0);
  }

  /**
   * An empty graph.
   *
   * @param moves how many words of a batch can be moved; 0 for a graph in which words stay
   */
  public GraphBuilder(Mode mode, long moves) {
    this.mode = mode;
    this.moves = moves;
    // Parameters become views of one flat buffer, which SameDiff's default holders would copy.
    graph.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
  }

  /** What the graph is for. */
  public Mode mode() {
    return mode;
  }

  /** The graph itself, to add operations to. */
  public SameDiff graph() {
    return graph;
  }

  /** An input; −1 stands for a dimension that varies. */
  public SDVariable placeholder(String name, DataType type, long... shape) {
    return graph.placeHolder(name, type, shape);
  }

  /**
   * An input of ids, int32, [batch, length].
   *
   * @param limit ids lie in [0, limit)
   * @param maximumLength the largest length
   */
  public SDVariable idPlaceholder(String name, long limit, long maximumLength) {
    ranges.add(new InputRange(name, limit, OptionalLong.empty(), maximumLength));
    return graph.placeHolder(name, DataType.INT32, -1, -1);
  }

  /**
   * An input of class labels, int32.
   *
   * @param classes labels lie in [0, classes)
   * @param ignored a further label, of positions that do not count
   */
  public SDVariable labelPlaceholder(String name, long classes, long ignored, long... shape) {
    ranges.add(new InputRange(name, classes, OptionalLong.of(ignored), Long.MAX_VALUE));
    return graph.placeHolder(name, DataType.INT32, shape);
  }

  /** Asks that the inputs obey {@code rule}. */
  public void rule(InputRule rule) {
    rules.add(rule);
  }

  /** Says that batches may bring {@code input}, for which this graph has no use. */
  public void unused(String input) {
    unused.add(input);
  }

  /** Declares a trainable tensor; it has no values until an executor binds some. */
  public SDVariable parameter(String name, ParameterKind kind, Depth depth, long... shape) {
    declare(name, kind, depth, shape);
    return graph.var(new SDVariable(name, VariableType.VARIABLE, graph, shape, DataType.FLOAT));
  }

  /**
   * Declares a tensor that is loaded and saved like a parameter but that nothing trains: a constant
   * of the graph, whose gradient stays zero.
   */
  public SDVariable buffer(String name, ParameterKind kind, Depth depth, long... shape) {
    declare(name, kind, depth, shape);
    return graph.constant(name, Nd4j.zeros(DataType.FLOAT, shape));
  }

  /** Declares an embedding table, [rows, width]. */
  public SDVariable embeddingTable(String name, Depth depth, long rows, long width) {
    return parameter(name, ParameterKind.EMBEDDING, depth, rows, width);
  }

  /**
   * The rows of {@code table} that {@code ids} selects. SameDiff cannot differentiate {@code
   * gather}, so a differentiable graph is cut here: the rows are a placeholder that the executor
   * fills and whose gradient it adds to the rows of the table.
   *
   * @param ids integers, [batch, length]
   * @return [batch·length, width]
   */
  public SDVariable lookup(SDVariable table, SDVariable ids) {
    return lookup(table, ids, table.name());
  }

  /**
   * As {@link #lookup(SDVariable, SDVariable)}, for a table that several places read.
   *
   * @param site name of the place, unique in the graph
   */
  public SDVariable lookup(SDVariable table, SDVariable ids, String site) {
    return lookup(table, ids, site, false);
  }

  private SDVariable lookup(SDVariable table, SDVariable ids, String site, boolean words) {
    SDVariable flatIds = graph.reshape(ids, -1); // [batch·length]
    long width = parameters.get(table.name()).shape().get(1);
    String name = "lookup/" + site;
    SDVariable rows;
    if (mode == Mode.INFERENCE) {
      rows = graph.gather(table, flatIds, 0); // [batch·length, width]
      rows.rename(name);
    } else {
      rows = graph.placeHolder(name, DataType.FLOAT, -1, width); // [batch·length, width]
    }
    lookups.add(new Lookup(table.name(), flatIds.name(), name, words));
    return rows;
  }

  /**
   * The vectors of words. In a graph in which words can be moved, those that it reads first are: of
   * an encoder and a decoder those of the encoder.
   *
   * @param table of words
   * @param ids integers, [batch, length]
   * @param site name of the place, unique in the graph
   * @return [batch·length, width]
   */
  public SDVariable words(SDVariable table, SDVariable ids, String site) {
    SDVariable rows = lookup(table, ids, site, true);
    if (moves == 0 || parameters.containsKey(MOVES)) {
      return rows;
    }
    Parameter words = parameters.get(table.name());
    SDVariable moved = embeddingTable(MOVES, words.depth(), moves + 1, words.shape().get(1));
    return rows.add(lookup(moved, idPlaceholder(MOVED, moves + 1, Long.MAX_VALUE)));
  }

  /**
   * {@code values} with dropout in a training graph, unchanged in an inference graph.
   *
   * @param site name of the place, unique in the graph
   * @param probability chance of dropping an entry, in [0, 1)
   * @param shape the shape of {@code values} for given inputs
   */
  public SDVariable dropout(String site, SDVariable values, double probability, MaskShape shape) {
    if (mode != Mode.TRAINING || probability == 0) {
      return values;
    }
    String mask = "dropout/" + site;
    SDVariable placeholder = graph.placeHolder(mask, DataType.FLOAT);
    dropouts.add(new DropoutSite(mask, probability, shape));
    return values.mul(placeholder);
  }

  /** What an executor runs. {@code loss} names the scalar to minimise, if there is one. */
  public ExecutableGraph build(Optional<String> loss) {
    loss.ifPresent(name -> graph.setLossVariables(name));
    boolean differentiable = mode != Mode.INFERENCE;
    return new ExecutableGraph(
        graph,
        differentiable,
        List.copyOf(parameters.values()),
        lookups,
        dropouts,
        ranges,
        rules,
        unused,
        loss);
  }

  private void declare(String name, ParameterKind kind, Depth depth, long... shape) {
    List<Long> dimensions = Arrays.stream(shape).boxed().toList();
    if (parameters.put(name, new Parameter(name, kind, depth, dimensions)) != null) {
      throw new IllegalStateException("The parameter " + name + " is declared twice");
    }
  }
}
