package org.transformerzoo.zoo.execution;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.parameter.Parameter;

/**
 * A SameDiff graph together with what an executor must know about it and cannot read off it.
 *
 * @param graph the graph, in which every parameter is a variable
 * @param differentiable whether the rows of lookups are placeholders, which gradients need
 * @param parameters the trainable tensors, in declaration order; names are those of the graph
 * @param lookups where rows of embedding tables enter the graph
 * @param dropouts where random masks enter the graph; empty in an inference graph
 * @param ranges which ids the inputs may hold
 * @param rules what else the inputs must obey
 * @param unused inputs that batches may bring and that the graph does not have
 * @param loss the scalar to minimise, absent in a graph without a task
 */
public record ExecutableGraph(
    SameDiff graph,
    boolean differentiable,
    List<Parameter> parameters,
    List<Lookup> lookups,
    List<DropoutSite> dropouts,
    List<InputRange> ranges,
    List<InputRule> rules,
    Set<String> unused,
    Optional<String> loss) {

  /**
   * A row lookup in an embedding table. SameDiff cannot differentiate {@code gather}; in a
   * differentiable graph the rows are a placeholder, and the executor adds their gradient to the
   * table's rows.
   *
   * @param table name of the table, [rows, width]
   * @param ids name of the integer variable that selects rows, [batch·length]
   * @param rows name of the looked-up rows, [batch·length, width]
   * @param words whether the rows stand for the words of a text, rather than for their places
   */
  public record Lookup(String table, String ids, String rows, boolean words) {}

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
   * @param input name of an integer placeholder
   * @param limit ids lie in [0, limit)
   * @param ignored a further value that is allowed, for positions that do not count
   * @param maximumLength the largest size of the last dimension
   */
  public record InputRange(String input, long limit, OptionalLong ignored, long maximumLength) {}

  /** The shape of a mask as a function of the shapes of the inputs. */
  @FunctionalInterface
  public interface MaskShape {
    /** The mask's dimensions, given the dimensions of each input by its placeholder's name. */
    long[] of(Map<String, long[]> inputs);
  }

  /** Copies the lists and the set. */
  public ExecutableGraph {
    parameters = List.copyOf(parameters);
    lookups = List.copyOf(lookups);
    dropouts = List.copyOf(dropouts);
    ranges = List.copyOf(ranges);
    rules = List.copyOf(rules);
    unused = Set.copyOf(unused);
  }

  /** The names of the parameters that nothing in the graph reads. */
  public Set<String> unreadParameters() {
    Set<String> tables = lookups.stream().map(Lookup::table).collect(Collectors.toSet());
    return parameters.stream()
        .map(Parameter::name)
        .filter(name -> !tables.contains(name))
        .filter(
            name -> {
              List<String> readers = graph.getVariables().get(name).getInputsForOp();
              return readers == null || readers.isEmpty();
            })
        .collect(Collectors.toUnmodifiableSet());
  }
}
