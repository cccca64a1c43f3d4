package org.transformerzoo.benchmarks.contender.own;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.benchmarks.workload.Batch;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.task.TaskHead;

/** The batch of all contenders as inputs of this project's BERT. */
final class OwnBatch {

  private OwnBatch() {}

  static Map<String, INDArray> labelled(Batch batch) {
    long[] shape = {batch.size(), batch.length()};
    INDArray ids = Nd4j.createFromArray(batch.ids()).reshape(shape);
    return Map.of(
        TokenInputs.INPUT_IDS,
        ids,
        TokenInputs.ATTENTION_MASK,
        Nd4j.createFromArray(batch.mask()).reshape(shape),
        TokenInputs.TOKEN_TYPE_IDS,
        Nd4j.zeros(ids.dataType(), shape),
        TaskHead.LABELS,
        Nd4j.createFromArray(batch.labels()));
  }
}
