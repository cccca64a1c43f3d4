package org.transformerzoo.zoo.weights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.LoadReport.ShapeMismatch;
import org.transformerzoo.zoo.weights.WeightMapping.Candidate;
import org.transformerzoo.zoo.weights.WeightMapping.Row;

/** Which tensor goes where, decided by names and shapes before any value is read. */
final class LoadPlan {

  /**
   * A parameter that can be filled.
   *
   * @param parameter the parameter
   * @param tensor the tensor that fills it
   * @param copies further tensors that must hold the same
   */
  record Assignment(Parameter parameter, Candidate tensor, List<Candidate> copies) {}

  private final TensorSource source;
  private final List<Assignment> assignments = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final List<ShapeMismatch> mismatches = new ArrayList<>();
  private final List<String> unexpected = new ArrayList<>();
  private final Map<String, Depth> depths = new HashMap<>();

  private LoadPlan(TensorSource source) {
    this.source = source;
  }

  /** Compares what {@code source} has with what {@code parameters} need. */
  static LoadPlan of(TensorSource source, WeightMapping mapping, Collection<Parameter> parameters) {
    LoadPlan plan = new LoadPlan(source);
    Map<String, Row> rows = new HashMap<>();
    mapping.rows().forEach(row -> rows.put(row.parameter(), row));
    Set<String> needed = new HashSet<>();
    for (Parameter parameter : parameters) {
      Row row = rows.get(parameter.name());
      if (row == null) {
        throw new IllegalArgumentException("No row of the mapping is for " + parameter.name());
      }
      row.candidates().forEach(candidate -> needed.add(candidate.tensor()));
      plan.assign(parameter, row);
    }
    source.names().stream()
        .filter(name -> !needed.contains(name) && !mapping.ignores(name))
        .forEach(plan.unexpected::add);
    return plan;
  }

  private void assign(Parameter parameter, Row row) {
    depths.put(parameter.name(), parameter.depth());
    List<Candidate> present = present(parameter, row);
    if (present.isEmpty()) {
      missing.add(parameter.name());
      return;
    }
    int before = mismatches.size();
    present.forEach(candidate -> compareShapes(parameter, candidate));
    if (mismatches.size() == before) {
      assignments.add(
          new Assignment(parameter, present.get(0), present.subList(1, present.size())));
    }
  }

  /** The candidates that the source has, for each tensor the one whose transform fits its shape. */
  private List<Candidate> present(Parameter parameter, Row row) {
    Map<String, Candidate> byTensor = new LinkedHashMap<>();
    for (Candidate candidate : row.candidates()) {
      if (source.names().contains(candidate.tensor())) {
        byTensor.merge(
            candidate.tensor(),
            candidate,
            (one, other) -> fits(parameter, one) || !fits(parameter, other) ? one : other);
      }
    }
    return List.copyOf(byTensor.values());
  }

  private boolean fits(Parameter parameter, Candidate candidate) {
    return source
        .describe(candidate.tensor())
        .shape()
        .equals(candidate.transform().sourceShape(parameter.shape()));
  }

  private void compareShapes(Parameter parameter, Candidate candidate) {
    List<Long> found = source.describe(candidate.tensor()).shape();
    List<Long> expected = candidate.transform().sourceShape(parameter.shape());
    if (!found.equals(expected)) {
      mismatches.add(new ShapeMismatch(parameter.name(), candidate.tensor(), found, expected));
    }
  }

  /** The parameters to fill, in the model's order. */
  List<Assignment> assignments() {
    return assignments;
  }

  /**
   * Fails with one sentence if anything is not as {@code policy} wants it.
   *
   * @throws InvalidModelException if so
   */
  void check(LoadPolicy policy) {
    List<String> absent =
        missing.stream().filter(name -> !policy.mayBeMissing(name, depths.get(name))).toList();
    List<ShapeMismatch> misshapen =
        mismatches.stream()
            .filter(one -> !policy.mayDifferInShape().test(depths.get(one.parameter())))
            .toList();
    List<String> surplus = policy.allowsUnexpected() ? List.of() : unexpected;
    List<String> faults = new ArrayList<>();
    addFault(faults, "%d of " + depths.size() + " parameters missing (%s)", absent);
    addFault(faults, "%d of another shape (%s)", misshapen);
    addFault(faults, "%d unexpected tensors (%s)", surplus);
    if (!faults.isEmpty()) {
      throw new InvalidModelException(
          "%s does not fit the model under the %s policy: %s"
              .formatted(source.location(), policy.name(), String.join(", ", faults)));
    }
  }

  private static void addFault(List<String> faults, String pattern, List<?> items) {
    if (!items.isEmpty()) {
      faults.add(pattern.formatted(items.size(), Listing.of(items)));
    }
  }

  /** The report of a plan that was carried out. */
  LoadReport report() {
    List<String> loaded =
        assignments.stream().map(assignment -> assignment.parameter().name()).toList();
    return new LoadReport(source.location(), loaded, missing, unexpected, mismatches);
  }
}
