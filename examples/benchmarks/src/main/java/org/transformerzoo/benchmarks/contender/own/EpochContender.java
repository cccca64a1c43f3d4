package org.transformerzoo.benchmarks.contender.own;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.transformerzoo.benchmarks.contender.Contender;
import org.transformerzoo.benchmarks.contender.Setup;
import org.transformerzoo.benchmarks.workload.EncoderWeights;
import org.transformerzoo.benchmarks.workload.ExampleLengths;
import org.transformerzoo.benchmarks.workload.Sizes;
import org.transformerzoo.benchmarks.workload.Work;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.batching.BatchOrder;
import org.transformerzoo.datavec.batching.Target;
import org.transformerzoo.datavec.batching.TokenizedDataset;
import org.transformerzoo.datavec.batching.TokenizedExample;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.training.input.ModelInputs;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.TransformerModel;

/** Whole epochs of training with dropout, over examples of many lengths. */
public final class EpochContender implements Contender {

  private final GraphExecutor executor;
  private final OwnStep step;
  private final BatchIterator batches;

  /** Loads the model and draws the examples. */
  public EpochContender(Setup setup, ExecutorKind kind, BatchOrder order) {
    TransformerModel model = OwnModel.create(setup.sizes());
    this.executor = model.executor(Mode.TRAINING, kind);
    this.step = new OwnStep(executor, model.parameters());
    this.batches =
        BatchIterator.builder()
            .dataset(dataset(setup.sizes()))
            .batchSize(setup.sizes().batch())
            .order(order)
            .build();
  }

  private static TokenizedDataset dataset(Sizes sizes) {
    SplittableRandom random = new SplittableRandom(2);
    ExampleLengths lengths = new ExampleLengths(sizes.length());
    List<TokenizedExample> examples = new ArrayList<>();
    for (int i = 0; i < sizes.examples(); i++) {
      int length = lengths.draw(random);
      int[] ids = random.ints(length, 0, sizes.vocabulary()).toArray();
      Target target = new Target.ClassId(random.nextInt(EncoderWeights.CLASSES));
      examples.add(
          new TokenizedExample(ids, new int[length], target, new ExampleLocation(null, i + 1)));
    }
    return TokenizedDataset.of(examples);
  }

  @Override
  public void run(Work work) {
    if (work != Work.EPOCH) {
      throw new UnsupportedOperationException("There are whole epochs only");
    }
    batches.reset();
    while (batches.hasNext()) {
      step.take(ModelInputs.of(batches.next()));
    }
  }

  @Override
  public void tell(Work work, Results results) {
    // Other orders and other dropout masks make other numbers.
  }

  @Override
  public void close() {
    executor.close();
  }
}
