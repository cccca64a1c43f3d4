package org.transformerzoo.tuning.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.transformerzoo.tuning.search.DisplayText;

/**
 * An axis of numbers.
 *
 * @param low its beginning
 * @param high its end, more than {@code low}
 * @param logarithmic whether equal ratios, and not equal differences, have equal lengths
 */
record NumberAxis(double low, double high, boolean logarithmic) implements Axis {

  private static final int TICKS = 5;
  private static final double[] STEPS = {1, 2, 2.5, 5, 10};

  /** An axis from one round number to another, between which the finite ones of these are. */
  static NumberAxis around(double... values) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    double lowest = Arrays.stream(finite).min().orElse(0);
    double highest = Arrays.stream(finite).max().orElse(1);
    if (highest - lowest <= Math.abs(highest) * 1e-12) {
      double half = lowest == 0 ? 0.5 : Math.abs(lowest) / 10;
      return new NumberAxis(lowest - half, lowest + half, false);
    }
    double step = step(lowest, highest);
    return new NumberAxis(
        Math.floor(lowest / step) * step, Math.ceil(highest / step) * step, false);
  }

  /** The distance of round numbers of which there are few between two ends. */
  private static double step(double low, double high) {
    double rough = (high - low) / TICKS;
    double magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
    return Arrays.stream(STEPS)
        .map(step -> step * magnitude)
        .filter(step -> step >= rough * (1 - 1e-9))
        .findFirst()
        .orElse(10 * magnitude);
  }

  @Override
  public OptionalDouble position(Object value) {
    return value instanceof Number number && Double.isFinite(share(number.doubleValue()))
        ? OptionalDouble.of(share(number.doubleValue()))
        : OptionalDouble.empty();
  }

  private double share(double value) {
    DoubleUnaryOperator scale = logarithmic ? Math::log10 : DoubleUnaryOperator.identity();
    double begin = scale.applyAsDouble(low);
    return (scale.applyAsDouble(value) - begin) / (scale.applyAsDouble(high) - begin);
  }

  @Override
  public List<Tick> ticks() {
    List<Tick> ticks = new ArrayList<>();
    for (double value : logarithmic ? roundRatios() : roundDifferences()) {
      double share = share(value);
      if (share > -1e-9 && share < 1 + 1e-9) {
        ticks.add(new Tick(share, DisplayText.value(value)));
      }
    }
    return ticks;
  }

  private double[] roundDifferences() {
    double step = step(low, high);
    double first = Math.ceil(low / step - 1e-9);
    int count = (int) Math.floor(high / step + 1e-9 - first) + 1;
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = (first + i) * step;
    }
    return values;
  }

  /** Powers of ten, between which 2 and 5 are if there is room. */
  private double[] roundRatios() {
    int first = (int) Math.floor(Math.log10(low));
    int last = (int) Math.ceil(Math.log10(high));
    int decades = last - first;
    int stride = Math.max(1, (decades + TICKS - 1) / TICKS);
    double[] mantissas = decades <= 2 ? new double[] {1, 2, 5} : new double[] {1};
    List<Double> values = new ArrayList<>();
    for (int exponent = first; exponent <= last; exponent += stride) {
      for (double mantissa : mantissas) {
        values.add(mantissa * Math.pow(10, exponent));
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Override
  public int parts() {
    return PARTS_OF_A_RANGE;
  }
}
