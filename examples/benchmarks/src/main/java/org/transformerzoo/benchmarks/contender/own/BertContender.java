package org.transformerzoo.benchmarks.contender.own;

import org.transformerzoo.benchmarks.contender.Contender;
import org.transformerzoo.benchmarks.contender.Setup;
import org.transformerzoo.benchmarks.workload.Family;
import org.transformerzoo.benchmarks.workload.Work;
import org.transformerzoo.zoo.model.ExecutorKind;

/** This project's BERT beside a model of another family of the same sizes, for the time only. */
public final class BertContender implements Contender {

  private final OwnContender bert;

  /** Loads BERT, whichever family {@code setup} is of. */
  public BertContender(Setup setup) {
    this.bert = new OwnContender(setup.of(Family.BERT), ExecutorKind.PLAN);
  }

  @Override
  public void run(Work work) {
    bert.run(work);
  }

  @Override
  public void tell(Work work, Results results) {
    // Another model computes other numbers.
  }

  @Override
  public void close() {
    bert.close();
  }
}
