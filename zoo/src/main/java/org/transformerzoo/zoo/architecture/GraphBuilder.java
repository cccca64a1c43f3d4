package org.transformerzoo.zoo.architecture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.transformerzoo.zoo.execution.ExecutableGraph.TiedTable;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;

/**
 * A SameDiff graph under construction, with the facts that SameDiff does not keep: what each
 * parameter is, where embedding rows are looked up, where dropout happens. One builder makes one
 * graph, either for training (with dropout) or for inference (without); the code that uses it is
 * the same.
 */
public final class GraphBuilder {

  /** What the graph is for. */
  public enum Mode {
    /** Dropout is part of the graph, its masks are placeholders. */
    TRAINING,
    /** There is no dropout. */
    INFERENCE
  }

  private final SameDiff graph = SameDiff.create();
  private final Mode mode;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final List<Lookup> lookups = new ArrayList<>();
  private final List<TiedTable> tiedTables = new ArrayList<>();
  private final List<DropoutSite> dropouts = new ArrayList<>();
  private final List<InputRange> ranges = new ArrayList<>();

  /** An empty graph. */
  public GraphBuilder(Mode mode) {
    this.mode = mode;
    // Parameters become views of one flat buffer, which SameDiff's default holders would copy.
    graph.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
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
    ranges.add(new InputRange(name, limit, maximumLength));
    return graph.placeHolder(name, DataType.INT32, -1, -1);
  }

  /** Declares a trainable tensor other than an embedding table. */
  public SDVariable parameter(String name, ParameterKind kind, Depth depth, long... shape) {
    declare(name, kind, depth, shape);
    return graph.var(new SDVariable(name, VariableType.VARIABLE, graph, shape, DataType.FLOAT));
  }

  /**
   * Declares an embedding table, [rows, width]. It is a constant to SameDiff, whose gradient of
   * {@code gather} is wrong; executors add its gradient from the looked-up rows.
   */
  public SDVariable embeddingTable(String name, Depth depth, long rows, long width) {
    declare(name, ParameterKind.EMBEDDING, depth, rows, width);
    return graph.constant(name, Nd4j.createUninitialized(DataType.FLOAT, rows, width));
  }

  /**
   * The rows of {@code table} that {@code ids} selects.
   *
   * @param ids integers, [batch, length]
   * @return [batch·length, width]
   */
  public SDVariable lookup(SDVariable table, SDVariable ids) {
    SDVariable flatIds = graph.reshape(ids, -1); // [batch·length]
    SDVariable rows = graph.gather(table, flatIds, 0); // [batch·length, width]
    rows.rename("lookup/" + table.name() + "/" + lookups.size());
    lookups.add(new Lookup(table.name(), flatIds.name(), rows.name()));
    return rows;
  }

  /**
   * x·Tᵀ with the embedding table T, for output layers that share the input's table.
   *
   * @param x [rows, width]
   * @param table name of a table declared before
   * @return [rows, table rows]
   */
  public SDVariable tiedDecoder(SDVariable x, String table) {
    SDVariable shared = graph.identity(graph.getVariable(table)); // [table rows, width]
    shared.rename("tied/" + table);
    tiedTables.add(new TiedTable(table, shared.name()));
    return graph.mmul(x, shared, false, true, false);
  }

  /**
   * {@code values} with dropout in a training graph, unchanged in an inference graph.
   *
   * @param site name of the place, unique in the graph
   * @param probability chance of dropping an entry, in [0, 1)
   * @param shape the shape of {@code values} for given inputs
   */
  public SDVariable dropout(String site, SDVariable values, double probability, MaskShape shape) {
    if (mode == Mode.INFERENCE || probability == 0) {
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
    return new ExecutableGraph(
        graph, List.copyOf(parameters.values()), lookups, tiedTables, dropouts, ranges, loss);
  }

  private void declare(String name, ParameterKind kind, Depth depth, long... shape) {
    List<Long> dimensions = Arrays.stream(shape).boxed().toList();
    if (parameters.put(name, new Parameter(name, kind, depth, dimensions)) != null) {
      throw new IllegalStateException("The parameter " + name + " is declared twice");
    }
  }
}
