package org.transformerzoo.datavec.batching;

import java.util.function.UnaryOperator;

/** Every way to form batches; what a test asks of one it asks of all. */
enum Batching {
  SEQUENTIAL(builder -> builder.batchSize(4)),
  SHUFFLED(builder -> builder.batchSize(4).order(BatchOrder.SHUFFLED)),
  FIXED_LENGTH(
      builder ->
          builder
              .batchSize(4)
              .order(BatchOrder.SHUFFLED)
              .padding(Padding.with(0).toLength(BatchingTestSupport.LONGEST))),
  UNIFORM_LENGTH(builder -> builder.batchSize(4).order(BatchOrder.UNIFORM_LENGTH)),
  GROUP_BY_LENGTH(builder -> builder.batchSize(4).order(BatchOrder.GROUP_BY_LENGTH)),
  TOKENS_IN_ORDER(builder -> builder.tokensPerBatch(9)),
  TOKENS_BY_LENGTH(builder -> builder.tokensPerBatch(9).order(BatchOrder.UNIFORM_LENGTH)),
  FEW_EXAMPLES_BY_LENGTH(
      builder -> builder.tokensPerBatch(9).batchSize(3).order(BatchOrder.UNIFORM_LENGTH));

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final UnaryOperator<BatchIterator.Builder> settings;

  Batching(UnaryOperator<BatchIterator.Builder> settings) {
    this.settings = settings;
  }

  /** At the beginning of the batches of 23 examples of varied lengths. */
  BatchIterator iterator() {
    return settings
        .apply(BatchIterator.builder().dataset(BatchingTestSupport.varied(23)).seed(9))
        .build();
  }
}
