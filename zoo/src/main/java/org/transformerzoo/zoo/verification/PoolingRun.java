package org.transformerzoo.zoo.verification;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.bert.BertArchitecture;
import org.transformerzoo.zoo.architecture.bert.BertConfig;
import org.transformerzoo.zoo.config.Activation;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.execution.SessionExecutor;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.pooling.PoolingHead;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * A pooling on given hidden states, without a body below it. The states are parameters of the
 * graph, so that there are gradients with respect to them.
 */
final class PoolingRun implements AutoCloseable {

  private static final String LOSS = "loss";
  private static final RandomKey NO_MASKS = new RandomKey(0, "verification", 0);

  private final SessionExecutor executor;
  private final FlatParameters parameters;
  private final List<String> states;
  private final String output;
  private final Map<String, INDArray> inputs;
  private boolean differentiated;

  private PoolingRun(
      ExecutableGraph graph, List<String> states, String output, Map<String, INDArray> inputs) {
    this.parameters = FlatParameters.allocate(graph.parameters());
    this.executor = new SessionExecutor(graph, parameters);
    this.states = states;
    this.output = output;
    this.inputs = inputs;
  }

  /**
   * Builds the graph.
   *
   * @param hiddenStates [layers + 1, batch, length, hidden]
   * @param mask [batch, length]
   */
  static PoolingRun of(PoolingHead pooling, INDArray hiddenStates, INDArray mask) {
    long[] sizes = hiddenStates.shape();
    if (mask.size(0) != sizes[1] || mask.size(1) != sizes[2]) {
      throw new InvalidModelException(
          "The attention mask has %d x %d entries, the hidden states %d x %d positions"
              .formatted(mask.size(0), mask.size(1), sizes[1], sizes[2]));
    }
    GraphBuilder builder = new GraphBuilder(Mode.GRADIENT);
    BertConfig config = config(sizes);
    TokenInputs tokens = TokenInputs.declare(builder, config);
    List<SDVariable> states = declareStates(builder, sizes);
    Transformer body =
        new Transformer(
            new BertArchitecture(),
            config,
            tokens,
            states,
            List.of(),
            states.get(states.size() - 1),
            tokens.positions(),
            Map.of());
    Pooled pooled = pooling.attach(builder, body);
    SDVariable vector = pooled.vector(); // [batch, width]
    addLoss(vector, sizes[1], pooled.width());
    INDArray zeros = Nd4j.zeros(DataType.INT32, sizes[1], sizes[2]);
    Map<String, INDArray> inputs =
        Map.of(
            TokenInputs.INPUT_IDS, zeros,
            TokenInputs.TOKEN_TYPE_IDS, zeros,
            TokenInputs.ATTENTION_MASK, mask);
    PoolingRun run =
        new PoolingRun(
            builder.build(Optional.of(LOSS)),
            states.stream().map(SDVariable::name).toList(),
            vector.name(),
            inputs);
    run.setStates(hiddenStates);
    return run;
  }

  private static List<SDVariable> declareStates(GraphBuilder builder, long[] sizes) {
    return IntStream.range(0, Math.toIntExact(sizes[0]))
        .mapToObj(
            layer ->
                builder.parameter(
                    Transformer.HIDDEN_STATES + layer,
                    ParameterKind.WEIGHT_MATRIX,
                    Depth.embeddings(),
                    sizes[1],
                    sizes[2],
                    sizes[3])) // [batch, length, hidden]
        .toList();
  }

  /** Σ 0.01·(i + 1)·outputᵢ, a scalar whose gradient no two entries of the output share. */
  private static void addLoss(SDVariable vector, long batch, long width) {
    INDArray weights =
        Nd4j.linspace(DataType.FLOAT, 0.01, 0.01, batch * width).reshape(batch, width);
    vector.mul(vector.getSameDiff().constant(weights)).sum().rename(LOSS);
  }

  /** The body that the states could have come from, as far as a pooling asks. */
  private static BertConfig config(long[] sizes) {
    int hidden = Math.toIntExact(sizes[3]);
    return new BertConfig(
        hidden,
        Math.toIntExact(sizes[0] - 1),
        1,
        hidden,
        Activation.GELU,
        1,
        Math.toIntExact(sizes[2]),
        1,
        0,
        1e-12,
        0.02,
        0,
        0,
        0);
  }

  private void setStates(INDArray hiddenStates) {
    for (int layer = 0; layer < states.size(); layer++) {
      parameters.value(states.get(layer)).assign(hiddenStates.slice(layer));
    }
  }

  /** Gives the parameter whose name ends in {@code name} its values. */
  void setParameter(String name, INDArray values) {
    Parameter parameter = parameter(name);
    if (parameter.length() != values.length()) {
      throw new InvalidModelException(
          "The expectations' parameter \"%s\" has %d values, expected the shape %s"
              .formatted(name, values.length(), parameter.shape()));
    }
    parameters.value(parameter.name()).assign(values.reshape(parameter.dimensions()));
  }

  /** The pooled vectors, [batch, width]. */
  INDArray output() {
    return executor.output(inputs, List.of(output)).get(output);
  }

  /** The gradient with respect to the hidden states, [layers + 1, batch, length, hidden]. */
  INDArray stateGradients() {
    differentiate();
    return Nd4j.stack(0, states.stream().map(parameters::gradient).toArray(INDArray[]::new));
  }

  /** The gradient with respect to the parameter whose name ends in {@code name}. */
  INDArray parameterGradient(String name) {
    differentiate();
    return parameters.gradient(parameter(name).name());
  }

  private void differentiate() {
    if (!differentiated) {
      executor.accumulateGradients(inputs, 1, NO_MASKS);
      differentiated = true;
    }
  }

  private Parameter parameter(String name) {
    return parameters.parameters().stream()
        .filter(parameter -> parameter.name().endsWith("." + name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidModelException(
                    "The pooling has no parameter \"" + name + "\" of the expectations"));
  }

  @Override
  public void close() {
    executor.close();
  }
}
