package org.transformerzoo.zoo.execution.plan;

import org.transformerzoo.zoo.config.Activation;

/** Native calls for the operations that take the time. Each method binds one operation. */
interface Kernels {

  /** Which library computes, in words for the log. */
  String description();

  /** Whether there is a call for {@code activation} and its gradient. */
  boolean supports(Activation activation);

  /** Whether there are calls for {@link Attention}, its gradient and {@link LayerProducts}. */
  boolean worksBySequence();

  /**
   * Whether {@link #linear} and {@link #product} have fast calls for bfloat16 operands on this
   * processor, and {@link #convert} makes them.
   */
  boolean multipliesBfloat16();

  Call convert(Conversion operation, Memory memory);

  Call linear(Linear operation, Memory memory);

  Call product(Product operation, Memory memory);

  Call headProduct(HeadProduct operation, Memory memory);

  Call attentionProbabilities(AttentionProbabilities operation, Memory memory);

  Call attention(Attention operation, Memory memory);

  Call attentionGradient(AttentionGradient operation, Memory memory);

  Call layerProducts(LayerProducts operation, Memory memory);

  /** {@code y} = the logarithm of the softmax of the rows of {@code x}, both of rank 2. */
  Call logSoftmax(Tensor x, Tensor y, Memory memory);

  Call softmaxGradient(SoftmaxGradient operation, Memory memory);

  Call layerNorm(LayerNorm operation, Memory memory);

  Call layerNormGradient(LayerNormGradient operation, Memory memory);

  Call activation(Activated operation, Memory memory);

  Call activationGradient(ActivationGradient operation, Memory memory);

  Call multiply(Multiply operation, Memory memory);

  Call add(Add operation, Memory memory);
}
