package org.transformerzoo.zoo.execution;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.parameter.Parameter;

/**
 * A SameDiff graph together with what an executor must know about it and cannot read off it.
 *
 * @param graph the graph; embedding tables are constants in it, all other parameters variables
 * @param parameters the trainable tensors, in declaration order; names are those of the graph
 * @param lookups where rows of embedding tables enter the graph
 * @param tiedTables where whole embedding tables enter the graph as matrices
 * @param dropouts where random masks enter the graph; empty in an inference graph
 * @param ranges which ids the inputs may hold
 * @param loss the scalar to minimise, absent in a graph without a task
 */
public record ExecutableGraph(
    SameDiff graph,
    List<Parameter> parameters,
    List<Lookup> lookups,
    List<TiedTable> tiedTables,
    List<DropoutSite> dropouts,
    List<InputRange> ranges,
    Optional<String> loss) {

  /**
   * A row lookup in an embedding table. SameDiff differentiates {@code gather} wrongly, so the
   * gradient is taken at the looked-up rows and added to the table's rows by the executor.
   *
   * @param table name of the table, [rows, width]
   * @param ids name of the integer variable that selects rows, [batch, length]
   * @param rows name of the looked-up rows, [batch·length, width]
   */
  public record Lookup(String table, String ids, String rows) {}

  /**
   * A use of an embedding table as a matrix, whose dense gradient joins that of the lookups.
   *
   * @param table name of the table, [rows, width]
   * @param matrix name of the variable that stands for it in the graph, of the same shape
   */
  public record TiedTable(String table, String matrix) {}

  /**
   * A place where activations are multiplied with a random mask whose entries are 0 with {@code
   * probability} and 1/(1−probability) otherwise.
   *
   * @param mask name of the placeholder that takes the mask
   * @param probability chance of dropping an entry, in [0, 1)
   * @param shape the mask's shape for given inputs
   */
  public record DropoutSite(String mask, double probability, MaskShape shape) {}

  /**
   * The ids that an input may hold.
   *
   * @param input name of an integer placeholder, [batch, length]
   * @param limit ids lie in [0, limit)
   * @param maximumLength the largest length
   */
  public record InputRange(String input, long limit, long maximumLength) {}

  /** The shape of a mask as a function of the shapes of the inputs. */
  @FunctionalInterface
  public interface MaskShape {
    /** The mask's dimensions, given the dimensions of each input by its placeholder's name. */
    long[] of(Map<String, long[]> inputs);
  }

  public ExecutableGraph {
    parameters = List.copyOf(parameters);
    lookups = List.copyOf(lookups);
    tiedTables = List.copyOf(tiedTables);
    dropouts = List.copyOf(dropouts);
    ranges = List.copyOf(ranges);
  }
}
