package org.transformerzoo.datavec.batching;

import static org.transformerzoo.datavec.batching.BatchingTestSupport.EXAMPLES;
import static org.transformerzoo.datavec.batching.BatchingTestSupport.LONGEST;
import static org.transformerzoo.datavec.batching.BatchingTestSupport.varied;

import java.util.function.UnaryOperator;

/** Every way to form batches of a dataset; what a test asks of one it asks of all. */
enum Batching {
  SEQUENTIAL(builder -> builder.batchSize(4)),
  SHUFFLED(builder -> builder.batchSize(4).order(BatchOrder.SHUFFLED)),
  FIXED_LENGTH(
      builder ->
          builder
              .batchSize(4)
              .order(BatchOrder.SHUFFLED)
              .padding(Padding.with(0).toLength(LONGEST))),
  UNIFORM_LENGTH(builder -> builder.batchSize(4).order(BatchOrder.UNIFORM_LENGTH)),
  GROUP_BY_LENGTH(builder -> builder.batchSize(4).order(BatchOrder.GROUP_BY_LENGTH)),
  TOKENS_IN_ORDER(builder -> builder.tokensPerBatch(9)),
  TOKENS_BY_LENGTH(builder -> builder.tokensPerBatch(9).order(BatchOrder.UNIFORM_LENGTH)),
  FEW_EXAMPLES_BY_LENGTH(
      builder -> builder.tokensPerBatch(9).batchSize(3).order(BatchOrder.UNIFORM_LENGTH));

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final UnaryOperator<DatasetBatches.Builder> settings;

  Batching(UnaryOperator<DatasetBatches.Builder> settings) {
    this.settings = settings;
  }

  /** The batches of {@link BatchingTestSupport#EXAMPLES} examples of varied lengths. */
  DatasetBatches iterator() {
    return settings.apply(BatchIterator.builder().dataset(varied(EXAMPLES)).seed(9)).build();
  }
}
