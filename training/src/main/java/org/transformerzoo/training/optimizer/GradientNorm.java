package org.transformerzoo.training.optimizer;

import java.util.List;
import org.transformerzoo.training.buffer.FlatBuffer;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.group.Thaw;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.FlatParameters.Segment;

/**
 * The Euclidean norm of the gradients of all trained parameters together. The sum is taken in
 * double precision and in a fixed order, so that it repeats bit for bit.
 */
public final class GradientNorm {

  private static final int BLOCK = 4096;
  private static final int LANES = 8;

  private final FlatBuffer gradients;
  private final List<ParameterGroup> groups;
  private final Thaw thaw;
  private final float[] block = new float[BLOCK];

  /** Of the gradients of {@code groups}; frozen parameters do not count. */
  public GradientNorm(FlatParameters parameters, List<ParameterGroup> groups) {
    this(parameters, groups, Thaw.none());
  }

  /** As above, but for what has not joined yet as {@code thaw} says. */
  public GradientNorm(FlatParameters parameters, List<ParameterGroup> groups, Thaw thaw) {
    this.thaw = thaw;
    this.gradients = FlatBuffer.of(parameters.gradients());
    this.groups = List.copyOf(groups);
  }

  /** The norm of all gradients as the buffers are now; NaN or infinite if a gradient is. */
  public double compute() {
    return compute(Long.MAX_VALUE);
  }

  /** The norm in step {@code step}, counted from 0. */
  public double compute(long step) {
    double squares = 0;
    for (ParameterGroup group : groups) {
      for (Segment segment : group.segments()) {
        if (step >= thaw.start(segment.parameter())) {
          squares += squares(segment);
        }
      }
    }
    return Math.sqrt(squares);
  }

  private double squares(Segment segment) {
    double squares = 0;
    long end = segment.offset() + segment.length();
    for (long start = segment.offset(); start < end; start += BLOCK) {
      int count = (int) Math.min(BLOCK, end - start);
      gradients.read(start, block, count);
      squares += squares(count);
    }
    return squares;
  }

  /** Several sums side by side, because one sum would wait for itself at every addition. */
  private double squares(int count) {
    double[] sums = new double[LANES];
    int whole = count - count % LANES;
    for (int i = 0; i < whole; i += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        double gradient = block[i + lane];
        sums[lane] += gradient * gradient;
      }
    }
    double total = 0;
    for (double sum : sums) {
      total += sum;
    }
    for (int i = whole; i < count; i++) {
      total += (double) block[i] * block[i];
    }
    return total;
  }
}
