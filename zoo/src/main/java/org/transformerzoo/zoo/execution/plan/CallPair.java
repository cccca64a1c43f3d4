package org.transformerzoo.zoo.execution.plan;

/** Two calls, one after the other. */
record CallPair(Call first, Call second) implements Call {

  @Override
  public void run(Run run) {
    first.run(run);
    second.run(run);
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}
