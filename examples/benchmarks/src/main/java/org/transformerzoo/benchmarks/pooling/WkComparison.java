package org.transformerzoo.benchmarks.pooling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.transformerzoo.benchmarks.workload.Batch;
import org.transformerzoo.benchmarks.workload.Sizes;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.bert.BertArchitecture;
import org.transformerzoo.zoo.architecture.bert.BertConfig;
import org.transformerzoo.zoo.config.Activation;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.pooling.PoolingHeads;

/**
 * The pooling {@code wk} alone, on the hidden states of an encoder, against {@link QrWk} on the
 * same states.
 */
public final class WkComparison {

  private static final int START = 4;
  private static final int WINDOW = 2;

  private final Sizes sizes;
  private final int rounds;

  /** A comparison at {@code sizes}, whose encoder has at least 6 layers. */
  public WkComparison(Sizes sizes, int rounds) {
    this.sizes = sizes;
    this.rounds = rounds;
  }

  /**
   * What was seen.
   *
   * @param ours milliseconds of a batch in the graph, the median
   * @param qr milliseconds of the same batch with a QR decomposition for each token and layer
   * @param difference the largest between their outputs, relative to the largest output
   */
  public record Outcome(double ours, double qr, double difference) {}

  /** Runs it; the QR form runs once. */
  public Outcome run() {
    List<INDArray> states = new ArrayList<>(); // each [batch, length, hidden]
    try (PooledEncoder encoder = PooledEncoder.of(sizes, "cls")) {
      IntStream.rangeClosed(0, sizes.layers()).forEach(layer -> states.add(encoder.state(layer)));
    }
    Batch batch = new Batch(sizes);
    INDArray[] slow = new INDArray[1];
    double qr = PairedTiming.milliseconds(() -> slow[0] = byQr(states, batch));
    return inGraph(states, batch, qr, slow[0]);
  }

  private Outcome inGraph(List<INDArray> states, Batch batch, double qr, INDArray expected) {
    GraphBuilder builder = new GraphBuilder(Mode.INFERENCE);
    String output = addPooling(builder);
    ExecutableGraph graph = builder.build(Optional.empty());
    FlatParameters parameters = FlatParameters.allocate(graph.parameters());
    for (int layer = 0; layer < states.size(); layer++) {
      parameters.value(Transformer.HIDDEN_STATES + layer).assign(states.get(layer));
    }
    long[] shape = {batch.size(), batch.length()};
    INDArray mask = Nd4j.createFromArray(batch.mask()).reshape(shape);
    INDArray zeros = Nd4j.zeros(DataType.INT32, shape);
    Map<String, INDArray> inputs =
        Map.of(
            TokenInputs.INPUT_IDS, zeros,
            TokenInputs.TOKEN_TYPE_IDS, zeros,
            TokenInputs.ATTENTION_MASK, mask);
    try (GraphExecutor executor = ExecutorKind.PLAN.create(graph, parameters)) {
      INDArray vectors = executor.output(inputs, List.of(output)).get(output);
      double difference =
          vectors.sub(expected).amaxNumber().doubleValue() / expected.amaxNumber().doubleValue();
      List<Double> timings = new ArrayList<>();
      for (int round = 0; round < rounds + 2; round++) {
        double milliseconds =
            PairedTiming.milliseconds(() -> executor.output(inputs, List.of(output)));
        if (round >= 2) { // the first ones warm up
          timings.add(milliseconds);
        }
      }
      return new Outcome(PairedTiming.median(timings), qr, difference);
    }
  }

  /** The states are parameters of the graph, which a plan reads where they lie. */
  private String addPooling(GraphBuilder builder) {
    BertConfig config =
        new BertConfig(
            sizes.hidden(),
            sizes.layers(),
            sizes.heads(),
            sizes.intermediate(),
            Activation.GELU,
            1,
            sizes.length(),
            1,
            0,
            1e-12,
            0.02,
            0,
            0,
            0);
    TokenInputs tokens = TokenInputs.declare(builder, config);
    List<SDVariable> states =
        IntStream.rangeClosed(0, sizes.layers())
            .mapToObj(
                layer ->
                    builder.parameter(
                        Transformer.HIDDEN_STATES + layer,
                        ParameterKind.WEIGHT_MATRIX,
                        Depth.embeddings(),
                        sizes.batch(),
                        sizes.length(),
                        sizes.hidden()))
            .toList();
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
    String text = "wk(start=%d, window=%d)".formatted(START, WINDOW);
    return PoolingHeads.named(text).attach(builder, body).vector().name();
  }

  private INDArray byQr(List<INDArray> states, Batch batch) {
    QrWk wk = new QrWk(WINDOW);
    double[][] vectors = new double[batch.size()][];
    INDArray stacked = // [batch, length, layers, hidden]
        Nd4j.stack(2, states.subList(START, states.size()).toArray(INDArray[]::new));
    for (int row = 0; row < batch.size(); row++) {
      List<INDArray> tokens = new ArrayList<>();
      int length = 0;
      for (int column = 0; column < batch.length(); column++) {
        length += batch.mask()[row * batch.length() + column];
      }
      for (int column = 0; column < length - 1; column++) { // without the token that ends the text
        tokens.add(
            stacked.get(
                NDArrayIndex.point(row),
                NDArrayIndex.point(column),
                NDArrayIndex.all(),
                NDArrayIndex.all()));
      }
      vectors[row] = wk.sentence(tokens);
    }
    return Nd4j.createFromArray(vectors).castTo(DataType.FLOAT);
  }
}
