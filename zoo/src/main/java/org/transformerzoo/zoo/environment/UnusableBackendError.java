package org.transformerzoo.zoo.environment;

/**
 * ND4J has no backend on the class path that can run here: none at all, the CPU's without its
 * native library for this platform, or CUDA's without a GPU for it. The message says what to add.
 * An error, because it leaves ND4J's own initialisation and ND4J passes over exceptions there.
 */
public final class UnusableBackendError extends Error {

  UnusableBackendError(String message) {
    super(message);
  }
}
