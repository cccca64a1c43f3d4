package org.transformerzoo.zoo.execution.plan;

import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides in which precision an executor multiplies, and says so in one line of the log. */
final class PrecisionChoice {

  private static final Logger LOG = LoggerFactory.getLogger(PrecisionChoice.class);

  /** The share of float32's time below which bfloat16 pays for its rounding. */
  private static final double WORTHWHILE = 0.9;

  private final Kernels kernels;
  private final ToDoubleFunction<Precision> milliseconds;

  /**
   * A choice among what {@code kernels} can do.
   *
   * @param milliseconds the time that the model's products take, asked for only where it decides
   */
  PrecisionChoice(Kernels kernels, ToDoubleFunction<Precision> milliseconds) {
    this.kernels = kernels;
    this.milliseconds = milliseconds;
  }

  /**
   * {@link Precision#FLOAT32} or {@link Precision#BFLOAT16}.
   *
   * @throws UnsupportedPrecisionException if bfloat16 is demanded and there are no kernels for it
   */
  Precision of(Precision wanted) {
    return switch (wanted) {
      case FLOAT32 -> Precision.FLOAT32;
      case BFLOAT16 -> demanded();
      case AUTO -> measured();
    };
  }

  private Precision demanded() {
    if (!kernels.multipliesBfloat16()) {
      throw new UnsupportedPrecisionException(
          "The precision is bfloat16, for which %s has no products on this processor, expected float32 or auto"
              .formatted(kernels.description()));
    }
    LOG.info("Linear layers multiply in bfloat16, as demanded");
    return Precision.BFLOAT16;
  }

  private Precision measured() {
    if (!kernels.multipliesBfloat16()) {
      LOG.info(
          "{} has no bfloat16 products on this processor: linear layers multiply in float32",
          kernels.description());
      return Precision.FLOAT32;
    }
    double exact = milliseconds.applyAsDouble(Precision.FLOAT32);
    double rounded = milliseconds.applyAsDouble(Precision.BFLOAT16);
    Precision faster = rounded < WORTHWHILE * exact ? Precision.BFLOAT16 : Precision.FLOAT32;
    LOG.info(
        "The model's products take {} ms in float32 and {} ms in bfloat16: linear layers multiply in {}",
        "%.1f".formatted(exact),
        "%.1f".formatted(rounded),
        faster.name().toLowerCase(Locale.ROOT));
    return faster;
  }
}
