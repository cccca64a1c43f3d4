package org.transformerzoo.zoo.environment;

import java.util.Optional;
import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * Takes part in ND4J's choice of a backend in order to be called before any backend loads native
 * libraries, whoever uses ND4J first. It is never chosen. Backends that cannot run on this machine
 * it refuses before ND4J asks them, and where there is none at all it says so.
 */
public final class EnvironmentBackend extends Nd4jBackend {

  private static final String CUDA = "org.nd4j.linalg.jcublas.JCublasBackend";
  private static final int FIRST = Nd4jBackend.BACKEND_PRIORITY_GPU + 1;
  private static final int LAST = Nd4jBackend.BACKEND_PRIORITY_CPU - 1;

  private final Optional<String> problem;

  /** Called by ND4J through {@link java.util.ServiceLoader}. */
  public EnvironmentBackend() {
    NativeEnvironment.prepare();
    ClassLoader loader = EnvironmentBackend.class.getClassLoader();
    problem =
        hasCudaBackend(loader) ? GpuCheck.problem(GpuDriver.devices()) : CpuCheck.problem(loader);
  }

  private static boolean hasCudaBackend(ClassLoader loader) {
    try {
      Class.forName(CUDA, false, loader);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Before all others if they cannot run, else after them: ND4J asks no further than it must. */
  @Override
  public int getPriority() {
    return problem.isPresent() ? FIRST : LAST;
  }

  /**
   * Never returns, because it is only asked when no other backend can be used.
   *
   * @throws UnusableBackendError that says what is wrong
   */
  @Override
  public boolean isAvailable() {
    throw new UnusableBackendError(problem.orElseGet(CpuCheck::none));
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
