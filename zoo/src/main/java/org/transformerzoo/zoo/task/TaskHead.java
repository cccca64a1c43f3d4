package org.transformerzoo.zoo.task;

import java.util.List;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.ModelInput;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.pooling.PoolingHead;

/**
 * What a model is trained to do: the subgraph from hidden states to logits and loss.
 *
 * <p>To add one: implement this interface in a new file of this package and add one line to {@link
 * TaskHeads}.
 */
public interface TaskHead {

  /** Name of the label placeholder in every graph that has a task. */
  String LABELS = "labels";

  /** Name of the logits in every graph that has a task. */
  String LOGITS = "logits";

  /** Name of the loss in every graph that has a task. */
  String LOSS = "loss";

  /**
   * The ends of the subgraph.
   *
   * @param labels the label placeholder
   * @param logits what the task predicts from
   * @param loss a scalar, the mean over the items that {@link #lossItems} counts
   */
  record TaskOutputs(SDVariable labels, SDVariable logits, SDVariable loss) {}

  /** The word that chooses it on the command line. */
  String name();

  /** How transformers ends the class name of such a model. */
  String classSuffix();

  /** The names of the outputs, empty where the vocabulary is the output. */
  List<String> labels();

  /** Which inputs the body has, of those that it takes on request only. */
  default Set<ModelInput> inputs() {
    return Set.of();
  }

  /** As {@link #inputs}, where nobody knows the labels. */
  default Set<ModelInput> inferenceInputs() {
    return inputs();
  }

  /** What training minimises beside the task's own loss. */
  default Objective objective() {
    return Objective.plain();
  }

  /** Whether the head reads a pooled vector; token-level heads do not. */
  boolean pools();

  /**
   * Adds the subgraph.
   *
   * @param pooling makes the vector that sequence-level heads read
   */
  TaskOutputs attach(GraphBuilder builder, Transformer transformer, PoolingHead pooling);

  /** How many items the loss of a batch with these labels is the mean of. */
  long lossItems(INDArray labels);

  /** {@code config} with the keys by which transformers finds this head again. */
  ConfigFile describe(ConfigFile config);
}
