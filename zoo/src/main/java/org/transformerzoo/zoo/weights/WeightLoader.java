package org.transformerzoo.zoo.weights;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.weights.LoadPlan.Assignment;
import org.transformerzoo.zoo.weights.WeightMapping.Candidate;

/** Fills a model's parameters from a source. */
public final class WeightLoader {

  private WeightLoader() {}

  /**
   * Fills every parameter that {@code source} has.
   *
   * <p>All names and shapes are checked before the first value is read, so that a checkpoint that
   * does not fit leaves the parameters as they were. Only a source that turns out damaged while it
   * is read, or whose copies of one tensor differ, leaves them partly filled. Beside the parameters
   * at most one tensor is held in memory.
   *
   * @return what was loaded, and what remains to be initialised by the caller
   * @throws InvalidModelException if the source differs from the model by more than {@code policy}
   *     allows, or cannot be read
   * @throws IllegalArgumentException if a parameter has no row in {@code mapping}
   */
  public static LoadReport load(
      TensorSource source, WeightMapping mapping, FlatParameters parameters, LoadPolicy policy) {
    LoadPlan plan = LoadPlan.of(source, mapping, parameters.parameters());
    plan.check(policy);
    for (Assignment assignment : plan.assignments()) {
      INDArray destination = parameters.value(assignment.parameter().name());
      Candidate tensor = assignment.tensor();
      tensor.transform().read(source, tensor.tensor(), destination);
      for (Candidate copy : assignment.copies()) {
        checkEqual(source, assignment, copy, destination);
      }
    }
    return plan.report();
  }

  private static void checkEqual(
      TensorSource source, Assignment assignment, Candidate copy, INDArray loaded) {
    try (INDArray scratch = Nd4j.createUninitialized(DataType.FLOAT, loaded.shape(), 'c')) {
      copy.transform().read(source, copy.tensor(), scratch);
      long difference = firstDifference(DenseFloats.of(loaded), DenseFloats.of(scratch));
      if (difference >= 0) {
        throw new InvalidModelException(
            ("%s: %s and %s hold the parameter %s twice and must be equal, "
                    + "but differ from element %d on")
                .formatted(
                    source.location(),
                    assignment.tensor().tensor(),
                    copy.tensor(),
                    assignment.parameter().name(),
                    difference));
      }
    }
  }

  /** The index of the first value whose bits differ, or -1. */
  private static long firstDifference(DenseFloats one, DenseFloats other) {
    long block = TensorBytes.LARGEST_REGION / Float.BYTES;
    for (long start = 0; start < one.length(); start += block) {
      int count = (int) Math.min(block, one.length() - start);
      int difference = one.bytes(start, count).mismatch(other.bytes(start, count));
      if (difference >= 0) {
        return start + difference / Float.BYTES;
      }
    }
    return -1;
  }
}
