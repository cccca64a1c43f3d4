package org.transformerzoo.scaleout.search;

import java.io.Serializable;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.transformerzoo.tuning.search.CandidateTrial;
import org.transformerzoo.tuning.search.FineTuningTrial;
import org.transformerzoo.zoo.environment.NativeEnvironment;

/** Makes what a run is in an executor, to which it travels. */
@FunctionalInterface
interface ExecutorTrial extends Serializable {

  /** Fine-tuning. */
  ExecutorTrial FINE_TUNING =
      threads -> {
        NativeEnvironment.limitThreads(threads);
        return new FineTuningTrial(UnaryOperator.identity(), OptionalInt.of(threads));
      };

  /**
   * The trial, in an executor.
   *
   * @param threads of native code that it may have
   */
  CandidateTrial open(int threads);
}
