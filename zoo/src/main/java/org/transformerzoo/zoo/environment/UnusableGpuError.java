package org.transformerzoo.zoo.environment;

/**
 * ND4J's CUDA backend is on the class path and cannot run here. An error, because it leaves ND4J's
 * own initialisation and ND4J passes over exceptions there.
 */
public final class UnusableGpuError extends Error {

  UnusableGpuError(String message) {
    super(message);
  }
}
