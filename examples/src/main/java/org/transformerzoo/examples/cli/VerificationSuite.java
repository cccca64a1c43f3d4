package org.transformerzoo.examples.cli;

import java.nio.file.Path;
import org.transformerzoo.training.verification.MixoutVerifier;
import org.transformerzoo.training.verification.ScheduleVerifier;
import org.transformerzoo.training.verification.TrajectoryVerifier;
import org.transformerzoo.zoo.verification.ModelVerifier.Report;
import org.transformerzoo.zoo.verification.PoolingVerifier;

/** The kinds of reference values beside those of a model. */
enum VerificationSuite {
  /** Token ids of tricky strings: JSON, entries by name. */
  TOKENS {
    @Override
    Report verify(String model, Path expected, String entry) {
      return new TokenSuite(Models.folder(model), expected, entry).verify();
    }
  },
  /** Learning rates of schedules: JSON. */
  SCHEDULES {
    @Override
    Report verify(String model, Path expected, String entry) {
      return new ScheduleVerifier(expected).verify();
    }
  },
  /** Outputs and gradients of the pooling heads: a .npz. */
  POOLING {
    @Override
    Report verify(String model, Path expected, String entry) {
      return new PoolingVerifier(2e-5, 1e-4).verify(expected);
    }
  },
  /** Mixout of a linear layer, forward and backward: a .npz. */
  MIXOUT {
    @Override
    Report verify(String model, Path expected, String entry) {
      return new MixoutVerifier(expected).verify();
    }
  },
  /** Losses, gradient norms and weights of short training runs: a folder. */
  TRAJECTORY {
    @Override
    Report verify(String model, Path expected, String entry) {
      return new TrajectoryVerifier(expected).verify(entry);
    }
  };

  abstract Report verify(String model, Path expected, String entry);
}
