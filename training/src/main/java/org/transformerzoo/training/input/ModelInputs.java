package org.transformerzoo.training.input;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.transformerzoo.datavec.batching.BatchLayout;
import org.transformerzoo.zoo.architecture.ModelInput;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.pooling.AsymmetricStage;
import org.transformerzoo.zoo.task.PreTraining;
import org.transformerzoo.zoo.task.TaskHead;

/** The arrays of a batch by the names that graphs give their inputs. */
public final class ModelInputs {

  /** What the first features of a batch are for. */
  static final List<String> TOKEN_FEATURES =
      List.of(TokenInputs.INPUT_IDS, TokenInputs.ATTENTION_MASK, TokenInputs.TOKEN_TYPE_IDS);

  private ModelInputs() {}

  /** The inputs of a batch that is laid out as {@link BatchLayout} says, labels included. */
  public static Map<String, INDArray> of(MultiDataSet batch) {
    Map<String, INDArray> inputs = withoutLabels(batch);
    inputs.put(TaskHead.LABELS, labels(batch));
    if (batch.numLabelsArrays() > BatchLayout.NEXT_SENTENCE) {
      inputs.put(PreTraining.NEXT_SENTENCE_LABEL, batch.getLabels(BatchLayout.NEXT_SENTENCE));
    }
    return inputs;
  }

  /** The inputs of a batch for which labels are not known or not needed. */
  public static Map<String, INDArray> withoutLabels(MultiDataSet batch) {
    Map<String, INDArray> inputs = new LinkedHashMap<>();
    inputs.put(TokenInputs.INPUT_IDS, batch.getFeatures(BatchLayout.INPUT_IDS));
    inputs.put(TokenInputs.ATTENTION_MASK, batch.getFeatures(BatchLayout.ATTENTION_MASK));
    inputs.put(TokenInputs.TOKEN_TYPE_IDS, batch.getFeatures(BatchLayout.TOKEN_TYPE_IDS));
    if (batch.numFeatureArrays() > BatchLayout.TARGET_MAPPING) {
      inputs.put(
          ModelInput.PERMUTATION_MASK.key(), batch.getFeatures(BatchLayout.PERMUTATION_MASK));
      inputs.put(ModelInput.TARGET_MAPPING.key(), batch.getFeatures(BatchLayout.TARGET_MAPPING));
    } else if (batch.numFeatureArrays() > BatchLayout.TEXT_ROLES) {
      inputs.put(AsymmetricStage.ROLE, batch.getFeatures(BatchLayout.TEXT_ROLES));
    }
    return inputs;
  }

  /** The labels of a batch. */
  public static INDArray labels(MultiDataSet batch) {
    return batch.getLabels(BatchLayout.LABELS);
  }
}
