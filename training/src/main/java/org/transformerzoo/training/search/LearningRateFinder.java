package org.transformerzoo.training.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.transformerzoo.training.loop.StepReport;
import org.transformerzoo.training.loop.StepSequence;
import org.transformerzoo.training.loop.TrainingFailedException;

/**
 * A range test (Smith, 2017, arXiv 1506.01186): a few steps of training whose learning rate rises
 * from far too small to far too large, until the loss diverges.
 *
 * @param range the learning rates
 */
public record LearningRateFinder(LearningRateRange range) {

  /** The name of the table that {@link #write} makes. */
  public static final String TABLE = "learning-rates.csv";

  /** The name of the picture that {@link #write} makes. */
  public static final String PLOT = "learning-rates.svg";

  /**
   * Takes the steps, which change the weights.
   *
   * @param steps of a run whose learning rates are those of the range
   * @throws TrainingFailedException if already the first step has no finite loss
   */
  public LearningRateCurve run(StepSequence steps) {
    LearningRateCurve curve = new LearningRateCurve(List.of());
    for (int i = 0; i < range.steps() && !curve.diverged(); i++) {
      try {
        StepReport report = steps.next();
        curve = curve.with(range.rate(i), report.loss());
      } catch (TrainingFailedException e) {
        if (curve.points().size() < 2) {
          throw e;
        }
        return curve; // the end of the range is reached early
      }
    }
    return curve;
  }

  /**
   * Writes table and picture to {@code folder}, which is made if it is missing.
   *
   * @throws UncheckedIOException if they cannot be written; the message is one sentence
   */
  public static void write(LearningRateCurve curve, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(TABLE), curve.csv());
      Files.writeString(folder.resolve(PLOT), new LearningRatePlot(curve).svg());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be written: %s".formatted(folder, e.getMessage()), e);
    }
  }
}
