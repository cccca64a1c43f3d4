package org.transformerzoo.training.analysis;

import java.util.Arrays;
import java.util.List;

/**
 * How often which label was taken for which.
 *
 * @param labels in the model's order
 * @param counts of each true label, how often each label was predicted: [truth][prediction]
 */
public record ConfusionMatrix(List<String> labels, List<List<Long>> counts) {

  static ConfusionMatrix of(List<String> labels, List<Decision> decisions) {
    Long[][] counts = new Long[labels.size()][labels.size()];
    for (Long[] row : counts) {
      Arrays.fill(row, 0L);
    }
    decisions.forEach(each -> counts[each.truth()][each.guess()]++);
    return new ConfusionMatrix(labels, Arrays.stream(counts).map(List::of).toList());
  }
}
