package org.transformerzoo.benchmarks.contender.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.transformerzoo.benchmarks.workload.AdamConstants;

/** Clipping by the global norm and AdamW: the norm from arrays, the update by DJL's native code. */
final class DjlAdam {

  private record Moments(NDArray mean, NDArray square) {}

  private static final double CLIP_EPSILON = 1e-6;
  private static final float NO_CLIPPING_OF_VALUES = -1;

  private final NDManager manager;
  private final Map<NDArray, Moments> moments = new LinkedHashMap<>();
  private long steps;

  DjlAdam(NDManager manager, Collection<NDArray> weights) {
    this.manager = manager;
    for (NDArray weight : weights) {
      moments.put(weight, new Moments(weight.zerosLike(), weight.zerosLike()));
    }
  }

  /** Updates all weights and sets their gradients to zero. */
  void step() {
    steps++;
    double norm = norm();
    float scale = (float) Math.min(1, AdamConstants.CLIP / (norm + CLIP_EPSILON));
    moments.forEach((weight, kept) -> update(weight, kept, scale));
  }

  private double norm() {
    try (NDManager temporary = manager.newSubManager()) {
      NDList norms = new NDList();
      for (NDArray weight : moments.keySet()) {
        NDArray gradient = weight.getGradient();
        gradient.attach(temporary);
        norms.add(gradient.flatten().norm());
      }
      return NDArrays.stack(norms).norm().getFloat();
    }
  }

  private void update(NDArray weight, Moments kept, float scale) {
    double root = Math.sqrt(1 - Math.pow(AdamConstants.BETA2, (double) steps));
    double correction = root / (1 - Math.pow(AdamConstants.BETA1, (double) steps));
    boolean decays = weight.getShape().dimension() > 1;
    try (NDArray gradient = weight.getGradient()) {
      weight
          .getNDArrayInternal()
          .adamUpdate(
              new NDList(weight, gradient, kept.mean(), kept.square()),
              new NDList(weight),
              (float) AdamConstants.LEARNING_RATE,
              (float) (AdamConstants.LEARNING_RATE * correction),
              (float) (decays ? AdamConstants.WEIGHT_DECAY : 0),
              scale,
              NO_CLIPPING_OF_VALUES,
              (float) AdamConstants.BETA1,
              (float) AdamConstants.BETA2,
              // The native code adds it before the correction, PyTorch and this project after it.
              (float) (AdamConstants.EPSILON * root),
              false,
              true);
    }
  }
}
