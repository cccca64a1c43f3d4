package org.transformerzoo.zoo.execution.plan;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.zoo.environment.BlasLibrary;

/** The best kernels that this platform has. */
final class KernelLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(KernelLibrary.class);

  private KernelLibrary() {}

  /** Loaded when it is first used. */
  private static final class Holder {
    static final Kernels BEST = load();
  }

  /** oneDNN's kernels, or portable ones where there is no oneDNN. */
  static Kernels best() {
    return Holder.BEST;
  }

  private static Kernels load() {
    Kernels kernels = oneDnn();
    LOG.info(
        "Plans use {}; other operations run on ND4J with {}",
        kernels.description(),
        BlasLibrary.loaded().map(BlasLibrary::description).orElse("its own choice of BLAS"));
    return kernels;
  }

  private static Kernels oneDnn() {
    try {
      return new OneDnnKernels(OneDnn.load());
    } catch (LinkageError e) {
      LOG.info("There is no oneDNN for this platform: {}", e.getMessage());
      return new PortableKernels();
    }
  }
}
