package org.transformerzoo.zoo.task;

import java.util.Set;
import org.transformerzoo.zoo.architecture.ModelInput;

/**
 * {@code permutation-lm}: the words at the positions that {@code target_mapping} points to, each
 * from those that {@code perm_mask} lets it see (Yang et al., 2019, arXiv 1906.08237, section 2.2).
 * Labels are int32, [batch, targets].
 */
public final class PermutationLanguageModel extends LanguageModel {

  @Override
  public String name() {
    return "permutation-lm";
  }

  @Override
  public String classSuffix() {
    return "LMHeadModel";
  }

  @Override
  public Set<ModelInput> inputs() {
    return Set.of(ModelInput.PERMUTATION_MASK, ModelInput.TARGET_MAPPING);
  }
}
