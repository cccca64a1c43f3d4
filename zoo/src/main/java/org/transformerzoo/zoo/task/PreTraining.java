package org.transformerzoo.zoo.task;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.blocks.Linear;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.execution.InputRule;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.pooling.PoolingHead;

/**
 * {@code pre-training}: BERT's two objectives at once (Devlin et al., 2018, section 3.1), the
 * masked words and whether the second text follows the first. Labels are those of {@link
 * MaskedLanguageModel} and {@value #NEXT_SENTENCE_LABEL}, int32, [batch], 0 where it follows and 1
 * where it was drawn at random. The loss is the sum of both means.
 */
public final class PreTraining implements TaskHead {

  /** Name of the placeholder that says whether the second text follows. */
  public static final String NEXT_SENTENCE_LABEL = "next_sentence_label";

  /** Name of the scores of both answers, [batch, 2]. */
  public static final String NEXT_SENTENCE_LOGITS = "seq_relationship_logits";

  /** Name of the pooled vector that they come from, [batch, hidden]. */
  public static final String POOLED = "pooler_output";

  private static final int ANSWERS = 2;

  @Override
  public String name() {
    return "pre-training";
  }

  @Override
  public String classSuffix() {
    return "ForPreTraining";
  }

  @Override
  public List<String> labels() {
    return List.of();
  }

  @Override
  public boolean pools() {
    return false;
  }

  @Override
  public TaskOutputs attach(GraphBuilder builder, Transformer transformer, PoolingHead pooling) {
    TaskOutputs words = new MaskedLanguageModel().attach(builder, transformer, pooling);
    words.loss().rename("masked_lm_loss");
    SDVariable scores = nextSentence(builder, transformer); // [batch, 2]
    SDVariable loss = words.loss().add(nextSentenceLoss(builder, scores));
    loss.rename(LOSS);
    return new TaskOutputs(words.labels(), words.logits(), loss);
  }

  private static SDVariable nextSentence(GraphBuilder builder, Transformer transformer) {
    long hidden = transformer.config().hiddenSize();
    SDVariable pooled = transformer.architecture().pooler(builder, transformer); // [batch, hidden]
    pooled.rename(POOLED);
    SDVariable scores =
        Linear.add(builder, "cls.seq_relationship", Depth.head(), pooled, hidden, ANSWERS);
    scores.rename(NEXT_SENTENCE_LOGITS);
    return scores; // [batch, 2]
  }

  private static SDVariable nextSentenceLoss(GraphBuilder builder, SDVariable scores) {
    SameDiff graph = builder.graph();
    SDVariable answers = builder.labelPlaceholder(NEXT_SENTENCE_LABEL, ANSWERS, Losses.IGNORED, -1);
    builder.rule(InputRule.sameSize(NEXT_SENTENCE_LABEL, 0, LABELS, 0));
    return Losses.crossEntropy(graph, scores, answers, ANSWERS);
  }

  /** The masked words; the second mean, over the sequences, is weighted as the first. */
  @Override
  public long lossItems(INDArray labels) {
    return Losses.counted(labels);
  }

  @Override
  public ConfigFile describe(ConfigFile config) {
    return config.without("problem_type");
  }
}
