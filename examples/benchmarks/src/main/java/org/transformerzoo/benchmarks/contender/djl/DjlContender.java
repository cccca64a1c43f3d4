package org.transformerzoo.benchmarks.contender.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.transformerzoo.benchmarks.contender.Contender;
import org.transformerzoo.benchmarks.contender.Setup;
import org.transformerzoo.benchmarks.workload.Work;

/** The encoder that is written by hand, on PyTorch. */
public final class DjlContender implements Contender {

  static final String ENGINE = "PyTorch";

  private final NDManager manager = NDManager.newBaseManager(ENGINE);
  private final DjlWeights weights;
  private final DjlEncoder encoder;
  private DjlAdam adam;

  /** Loads the weights. */
  public DjlContender(Setup setup) {
    this.weights = new DjlWeights(manager, setup.sizes(), setup.training());
    this.encoder = new DjlEncoder(manager, setup.sizes(), weights);
  }

  @Override
  public void run(Work work) {
    switch (work) {
      case FORWARD -> hidden(values -> {});
      case GRADIENTS -> gradients();
      case STEP -> step();
      case EPOCH, GENERATION, LOADING ->
          throw new UnsupportedOperationException("There is one batch, no epoch");
    }
  }

  @Override
  public void tell(Work work, Results results) {
    switch (work) {
      case FORWARD -> hidden(hidden -> results.take("hidden", hidden.toFloatArray()));
      case GRADIENTS -> tellGradients(results);
      case STEP -> tellStep(results);
      case EPOCH, GENERATION, LOADING ->
          throw new UnsupportedOperationException("There is one batch, no epoch");
    }
  }

  private void hidden(Consumer<NDArray> reader) {
    try (NDManager temporary = manager.newSubManager()) {
      reader.accept(encoder.hidden(temporary));
    }
  }

  private float gradients() {
    try (NDManager temporary = manager.newSubManager();
        GradientCollector collector = Engine.getEngine(ENGINE).newGradientCollector()) {
      NDArray loss = encoder.loss(temporary);
      collector.backward(loss);
      return loss.getFloat();
    }
  }

  /** The native update leaves zero gradients behind, so the next step need not begin with that. */
  private void step() {
    gradients();
    if (adam == null) {
      adam = new DjlAdam(manager, weights.all().values());
    }
    adam.step();
  }

  private void tellGradients(Results results) {
    results.take("loss", new float[] {gradients()});
    weights
        .all()
        .forEach(
            (name, weight) -> {
              try (NDArray gradient = weight.getGradient()) {
                results.take(name, gradient.toFloatArray());
              }
            });
  }

  private void tellStep(Results results) {
    Map<String, float[]> before = new LinkedHashMap<>();
    weights.all().forEach((name, weight) -> before.put(name, weight.toFloatArray()));
    weights.zeroGradients();
    step();
    weights.all().forEach((name, weight) -> results.take(name, change(before.get(name), weight)));
  }

  private static float[] change(float[] before, NDArray now) {
    float[] change = now.toFloatArray();
    for (int i = 0; i < change.length; i++) {
      change[i] -= before[i];
    }
    return change;
  }

  @Override
  public void close() {
    manager.close();
  }
}
