package org.transformerzoo.training.verification;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.gradient.MixoutArithmetic;
import org.transformerzoo.zoo.verification.ModelVerifier.Comparison;
import org.transformerzoo.zoo.verification.ModelVerifier.Report;
import org.transformerzoo.zoo.verification.NpzFile;

/**
 * Compares mixout of one linear layer with recorded values: the mixed weight, the output, and both
 * gradients, for each recorded mask.
 *
 * @param file a .npz with {@code x}, {@code w}, {@code target}, {@code bias}, {@code upstream} and
 *     {@code p}, and for each kind of mask KIND: {@code KIND/noise}, {@code /weight}, {@code
 *     /output}, {@code /grad_exact}, {@code /grad_reference_code}
 */
public record MixoutVerifier(Path file) {

  /** Float rounding of sums of a few products, relative to the largest entry. */
  private static final double TOLERANCE = 1e-6;

  private static final String NOISE = "noise";
  private static final Set<String> GIVEN = Set.of("x", "w", "target", "bias", "upstream", "p");

  /** Compares all that is recorded; what is not known here is reported as not compared. */
  public Report verify() {
    Map<String, INDArray> recorded = NpzFile.read(file);
    List<Comparison> comparisons = new ArrayList<>();
    Set<String> left = new LinkedHashSet<>(recorded.keySet());
    left.removeAll(GIVEN);
    for (String key : recorded.keySet()) {
      if (key.endsWith("/" + NOISE)) {
        String kind = key.substring(0, key.length() - NOISE.length());
        left.remove(key);
        comparisons.addAll(compare(kind, recorded, left));
      }
    }
    if (comparisons.isEmpty()) {
      throw new InvalidDataException(
          file + " has no mask, expected a key such as elementwise/noise");
    }
    return new Report(comparisons, List.copyOf(left));
  }

  private List<Comparison> compare(String kind, Map<String, INDArray> recorded, Set<String> left) {
    double p = required(recorded, "p").getDouble(0);
    INDArray noise = required(recorded, kind + NOISE);
    INDArray w = required(recorded, "w");
    INDArray target = required(recorded, "target");
    requireShape(kind + NOISE, noise, w);
    requireShape("target", target, w);
    float[] mask = p < 1 ? floats(noise.div(1 - p)) : new float[(int) noise.length()];
    float[] mixed = floats(w);
    MixoutArithmetic.mix(mixed, floats(target), mask, mixed.length);
    INDArray weight = Nd4j.createFromArray(mixed).reshape(w.shape());
    INDArray x = required(recorded, "x");
    INDArray output = x.mmul(weight.transpose()).addiRowVector(required(recorded, "bias"));
    INDArray gradient = required(recorded, "upstream").transpose().mmul(x); // [out, in]
    List<Comparison> comparisons = new ArrayList<>();
    comparisons.add(comparison(kind + "weight", weight, recorded, left));
    comparisons.add(comparison(kind + "output", output, recorded, left));
    comparisons.add(comparison(kind + "grad_exact", backward(gradient, mask, 1), recorded, left));
    comparisons.add(
        comparison(
            kind + "grad_reference_code",
            backward(gradient, mask, (float) (1 - p)),
            recorded,
            left));
    return comparisons;
  }

  private static INDArray backward(INDArray gradient, float[] mask, float factor) {
    float[] values = floats(gradient);
    MixoutArithmetic.backward(values, mask, factor, values.length);
    return Nd4j.createFromArray(values).reshape(gradient.shape());
  }

  private Comparison comparison(
      String key, INDArray actual, Map<String, INDArray> recorded, Set<String> left) {
    INDArray expected = required(recorded, key);
    requireShape(key, expected, actual);
    left.remove(key);
    double error = actual.sub(expected.castTo(DataType.FLOAT)).amaxNumber().doubleValue();
    double largest = Math.max(1, expected.amaxNumber().doubleValue());
    return new Comparison(key, error, TOLERANCE * largest);
  }

  private void requireShape(String key, INDArray array, INDArray like) {
    if (!array.equalShapes(like)) {
      throw new InvalidDataException(
          "%s, array %s has the shape %s, expected %s"
              .formatted(file, key, Arrays.toString(array.shape()), Arrays.toString(like.shape())));
    }
  }

  private INDArray required(Map<String, INDArray> recorded, String key) {
    INDArray array = recorded.get(key);
    if (array == null) {
      throw new InvalidDataException(file + " has no array \"" + key + "\"");
    }
    return array;
  }

  private static float[] floats(INDArray array) {
    return array.castTo(DataType.FLOAT).dup('c').data().asFloat();
  }
}
