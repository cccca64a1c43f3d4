package org.transformerzoo.zoo.architecture;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.transformerzoo.zoo.InvalidModelException;

/** The inputs that a body takes only on request, by the names that transformers gives them. */
public enum ModelInput {
  /**
   * {@code perm_mask}, float32, [batch, length, length]: 1 where position i must not see position
   * j.
   */
  PERMUTATION_MASK("perm_mask"),
  /**
   * {@code target_mapping}, float32, [batch, targets, length]: 1 at the position that a target
   * predicts. Adds the query stream, which becomes the output.
   */
  TARGET_MAPPING("target_mapping"),
  /**
   * {@code mems}: for each layer k the inputs that the layer saw in earlier segments, float32,
   * [memory, batch, hidden], called {@code mems.k}.
   */
  MEMORIES("mems"),
  /** {@code decoder_input_ids}, int32, [batch, target length]: what the decoder reads. */
  DECODER_INPUT_IDS("decoder_input_ids"),
  /** {@code labels}: the decoder reads the labels, shifted right, as in training. */
  SHIFTED_LABELS("labels");

  private final String key;

  ModelInput(String key) {
    this.key = key;
  }

  /** The name that transformers gives the input. */
  public String key() {
    return key;
  }

  /**
   * Fails unless {@code requested} are all among {@code taken}.
   *
   * @param family the model type that takes them
   * @throws InvalidModelException if one is not
   */
  public static void check(String family, Set<ModelInput> requested, Set<ModelInput> taken) {
    Set<ModelInput> surplus = EnumSet.noneOf(ModelInput.class);
    surplus.addAll(requested);
    surplus.removeAll(taken);
    if (!surplus.isEmpty()) {
      throw new InvalidModelException(
          "A %s model does not take the input %s, expected %s"
              .formatted(
                  family, keys(surplus), taken.isEmpty() ? "none of its kind" : keys(taken)));
    }
  }

  private static String keys(Set<ModelInput> inputs) {
    return inputs.stream().map(ModelInput::key).sorted().collect(Collectors.joining(", "));
  }
}
