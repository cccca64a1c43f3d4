package org.transformerzoo.training.optimizer;

import java.util.List;

/**
 * RAdam (Liu et al., 2020, arXiv 1908.03265): Adam that trusts its squared mean only once that has
 * seen enough gradients, which is a warm-up of its own. The decay is decoupled, as in {@link
 * AdamW}.
 *
 * @param settings its constants
 * @param variant what is done while the squared mean cannot be trusted
 */
public record RectifiedAdam(AdamSettings settings, Variant variant) implements UpdateRule {

  /** From this length of the approximated average on its variance is finite enough. */
  private static final double TRUSTED_LENGTH = 5;

  /** The two implementations in use. */
  public enum Variant {
    /** {@code torch.optim.RAdam}: rectified above a length of 5, else the corrected mean alone. */
    TORCH,
    /** The authors' code: rectified from a length of 5 on, before that neither step nor decay. */
    ORIGINAL
  }

  @Override
  public List<String> stateNames() {
    return List.of("adam-mean", "adam-square");
  }

  @Override
  public BlockUpdate at(StepCount step, double learningRate, double weightDecay) {
    double longest = 2 / (1 - settings.beta2()) - 1;
    double power = Math.pow(settings.beta2(), (double) step.own());
    double length = longest - 2 * (double) step.own() * power / (1 - power);
    double rate = learningRate / (1 - Math.pow(settings.beta1(), (double) step.own()));
    float kept = (float) (1 - learningRate * weightDecay);
    if (rectifies(length)) {
      float scaled = (float) (rate * Math.sqrt(1 - power) * rectification(length, longest));
      return block -> {
        AdamMoments.update(settings, block);
        adaptive(block, kept, scaled, (float) settings.epsilon());
      };
    }
    return block -> {
      AdamMoments.update(settings, block);
      if (variant == Variant.TORCH) {
        momentumAlone(block, kept, (float) rate);
      }
    };
  }

  private boolean rectifies(double length) {
    return variant == Variant.TORCH ? length > TRUSTED_LENGTH : length >= TRUSTED_LENGTH;
  }

  private static double rectification(double length, double longest) {
    return Math.sqrt(
        (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
  }

  private static void adaptive(Block block, float kept, float rate, float epsilon) {
    float[] values = block.values();
    float[] mean = block.state()[0];
    float[] square = block.state()[1];
    for (int i = 0; i < block.count(); i++) {
      values[i] = values[i] * kept - rate * (mean[i] / ((float) Math.sqrt(square[i]) + epsilon));
    }
  }

  private static void momentumAlone(Block block, float kept, float rate) {
    float[] values = block.values();
    float[] mean = block.state()[0];
    for (int i = 0; i < block.count(); i++) {
      values[i] = values[i] * kept - rate * mean[i];
    }
  }
}
