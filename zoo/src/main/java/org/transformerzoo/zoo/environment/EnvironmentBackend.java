package org.transformerzoo.zoo.environment;

import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * Takes part in ND4J's choice of a backend in order to be called before any backend loads native
 * libraries, whoever uses ND4J first. It is never chosen. Where ND4J's CUDA backend is on the class
 * path it is asked before that one, and refuses machines that it cannot run on.
 */
public final class EnvironmentBackend extends Nd4jBackend {

  private static final String CUDA = "org.nd4j.linalg.jcublas.JCublasBackend";
  private static final int FIRST = Nd4jBackend.BACKEND_PRIORITY_GPU + 1;
  private static final int LAST = Nd4jBackend.BACKEND_PRIORITY_CPU - 1;

  private final boolean cuda = hasCudaBackend();

  /** Called by ND4J through {@link java.util.ServiceLoader}. */
  public EnvironmentBackend() {
    NativeEnvironment.prepare();
  }

  private static boolean hasCudaBackend() {
    try {
      Class.forName(CUDA, false, EnvironmentBackend.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Before the CUDA backend, or after the CPU's, so that ND4J need not pass over this one. */
  @Override
  public int getPriority() {
    return cuda ? FIRST : LAST;
  }

  /**
   * No.
   *
   * @throws UnusableGpuError if ND4J's CUDA backend is there and cannot run on this machine
   */
  @Override
  public boolean isAvailable() {
    if (cuda) {
      GpuCheck.problem(GpuDriver.devices())
          .ifPresent(
              problem -> {
                throw new UnusableGpuError(problem);
              });
    }
    return false;
  }

  @Override
  public boolean canRun() {
    return false;
  }

  @Override
  public boolean allowsOrder() {
    return false;
  }

  @Override
  public Resource getConfigurationResource() {
    throw notChosen();
  }

  @Override
  @SuppressWarnings("rawtypes") // as ND4J declares it
  public Class getNDArrayClass() {
    throw notChosen();
  }

  @Override
  public Environment getEnvironment() {
    throw notChosen();
  }

  @Override
  public String buildInfo() {
    throw notChosen();
  }

  @Override
  public void logBackendInit() {
    throw notChosen();
  }

  private static UnsupportedOperationException notChosen() {
    return new UnsupportedOperationException("This backend computes nothing");
  }
}
