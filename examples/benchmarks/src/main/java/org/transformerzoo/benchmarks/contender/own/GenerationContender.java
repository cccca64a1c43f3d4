package org.transformerzoo.benchmarks.contender.own;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.benchmarks.contender.Contender;
import org.transformerzoo.benchmarks.contender.Setup;
import org.transformerzoo.benchmarks.workload.Batch;
import org.transformerzoo.benchmarks.workload.Sizes;
import org.transformerzoo.benchmarks.workload.Work;
import org.transformerzoo.zoo.generation.GenerationSettings;
import org.transformerzoo.zoo.generation.SequenceGenerator;
import org.transformerzoo.zoo.model.ExecutorKind;

/** BART with random weights, which writes texts of a fixed length. */
public final class GenerationContender implements Contender {

  /** What is told: milliseconds of each token. */
  public static final String MILLISECONDS = "milliseconds";

  private final SequenceGenerator generator;
  private final INDArray ids;
  private final INDArray mask;
  private final GenerationSettings settings;

  /** Loads the model. */
  public GenerationContender(Setup setup) {
    Sizes sizes = setup.sizes();
    Batch batch = new Batch(sizes);
    long[] shape = {batch.size(), batch.length()};
    this.ids = Nd4j.createFromArray(batch.ids()).reshape(shape);
    this.mask = Nd4j.createFromArray(batch.mask()).reshape(shape);
    this.generator = new SequenceGenerator(OwnModel.writing(sizes), ExecutorKind.PLAN);
    this.settings =
        GenerationSettings.builder()
            .beams(sizes.beams())
            .maximumNewTokens(sizes.tokens())
            .minimumNewTokens(sizes.tokens())
            .build();
  }

  @Override
  public void run(Work work) {
    milliseconds();
  }

  @Override
  public void tell(Work work, Results results) {
    results.take(MILLISECONDS, milliseconds());
  }

  /** The time of each token, with what the search does between two; the first reads the source. */
  private float[] milliseconds() {
    long[] times = new long[settings.maximumNewTokens() + 1];
    times[0] = System.nanoTime();
    generator.generate(ids, mask, settings, tokens -> times[tokens] = System.nanoTime());
    float[] milliseconds = new float[settings.maximumNewTokens()];
    for (int token = 0; token < milliseconds.length; token++) {
      milliseconds[token] = (times[token + 1] - times[token]) / 1e6f;
    }
    return milliseconds;
  }

  @Override
  public void close() {
    generator.close();
  }
}
