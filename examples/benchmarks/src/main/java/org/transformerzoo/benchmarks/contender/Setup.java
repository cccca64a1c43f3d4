package org.transformerzoo.benchmarks.contender;

import java.nio.file.Path;
import org.transformerzoo.benchmarks.workload.Family;
import org.transformerzoo.benchmarks.workload.Sizes;

/**
 * What a contender needs to begin.
 *
 * @param sizes of the work
 * @param training whether gradients will be asked for
 * @param folder for files that contenders need, made by the process that compares
 */
public record Setup(Sizes sizes, boolean training, Path folder) {

  /** The same with a model of {@code family}. */
  public Setup of(Family family) {
    return new Setup(sizes.of(family), training, folder);
  }
}
