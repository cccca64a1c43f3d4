package org.transformerzoo.zoo.environment;

import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * Takes part in ND4J's choice of a backend in order to be called before any backend loads native
 * libraries, whoever uses ND4J first. It has the lowest priority and is never chosen.
 */
public final class EnvironmentBackend extends Nd4jBackend {

  private static final int LAST = Nd4jBackend.BACKEND_PRIORITY_CPU - 1;

  /** Called by ND4J through {@link java.util.ServiceLoader}. */
  public EnvironmentBackend() {
    NativeEnvironment.prepare();
  }

  @Override
  public int getPriority() {
    return LAST;
  }

  @Override
  public boolean isAvailable() {
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
