package org.transformerzoo.benchmarks.contender.own;

import java.nio.file.Path;
import org.transformerzoo.benchmarks.contender.Contender;
import org.transformerzoo.benchmarks.contender.Setup;
import org.transformerzoo.benchmarks.workload.Sizes;
import org.transformerzoo.benchmarks.workload.Work;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.Parameter;

/** Loads a saved model from safetensors. */
public final class LoadingContender implements Contender {

  /** What is told: milliseconds. */
  public static final String MILLISECONDS = "milliseconds";

  /** What is told: MiB of all parameters. */
  public static final String PARAMETERS = "parameters";

  /** What is told: MiB of the largest parameter. */
  public static final String LARGEST = "largest";

  /** What is told: the most MiB that there were beyond the parameters. */
  public static final String EXTRA = "extra";

  private static final String FOLDER = "model";
  private static final float MEBIBYTE = 1 << 20;

  private final Path folder;

  /** Loads nothing yet. */
  public LoadingContender(Setup setup) {
    this.folder = setup.folder().resolve(FOLDER);
  }

  /** Writes the model that contenders of this kind find below {@code folder}. */
  public static void write(Sizes sizes, Path folder) {
    OwnModel.create(sizes).save(folder.resolve(FOLDER));
  }

  @Override
  public void run(Work work) {
    TransformerModel.load(folder).parameters().values().close();
  }

  @Override
  public void tell(Work work, Results results) {
    System.gc(); // what was loaded before is not to count
    try (AnonymousMemory memory = new AnonymousMemory()) {
      long begin = System.nanoTime();
      TransformerModel model = TransformerModel.load(folder);
      float milliseconds = (System.nanoTime() - begin) / 1e6f;
      float grown = memory.grownBy() / MEBIBYTE;
      float parameters = model.parameters().values().length() * Float.BYTES / MEBIBYTE;
      results.take(MILLISECONDS, new float[] {milliseconds});
      results.take(PARAMETERS, new float[] {parameters});
      results.take(LARGEST, new float[] {largest(model)});
      results.take(EXTRA, new float[] {grown - parameters});
      model.parameters().values().close();
    }
  }

  private static float largest(TransformerModel model) {
    long elements = 0;
    for (Parameter parameter : model.parameters().parameters()) {
      elements = Math.max(elements, model.parameters().value(parameter.name()).length());
    }
    return elements * Float.BYTES / MEBIBYTE;
  }

  @Override
  public void close() {
    // There is nothing to keep.
  }
}
