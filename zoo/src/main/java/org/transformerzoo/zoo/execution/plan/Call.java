package org.transformerzoo.zoo.execution.plan;

/** An operation bound to addresses. */
@FunctionalInterface
interface Call extends AutoCloseable {

  /** Does the work. */
  void run(Run run);

  /** Frees what is native. */
  @Override
  default void close() {}
}
