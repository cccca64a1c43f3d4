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
    List<float[][][]> stacked = bySentence(states);
    byQr(stacked, new Batch(sizes.withBatch(1))); // warms up
    double qr = PairedTiming.milliseconds(() -> slow[0] = byQr(stacked, batch));
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

  private static INDArray byQr(List<float[][][]> stacked, Batch batch) {
    QrWk wk = new QrWk(WINDOW);
    int[] mask = batch.mask();
    double[][] vectors = new double[batch.size()][];
    for (int row = 0; row < batch.size(); row++) {
      int length = 0;
      for (int column = 0; column < batch.length(); column++) {
        length += mask[row * batch.length() + column];
      }
      // Without the token that ends the text.
      vectors[row] = wk.sentence(List.of(stacked.get(row)).subList(0, length - 1));
    }
    return Nd4j.createFromArray(vectors).castTo(DataType.FLOAT);
  }

  /** The states by sentence, [length][layers][hidden] each. */
  private List<float[][][]> bySentence(List<INDArray> states) {
    List<float[][][]> sentences = new ArrayList<>();
    for (int row = 0; row < sizes.batch(); row++) {
      float[][][] sentence = new float[sizes.length()][states.size() - START][];
      for (int layer = START; layer < states.size(); layer++) {
        float[][] tokens = states.get(layer).slice(row).toFloatMatrix();
        for (int token = 0; token < tokens.length; token++) {
          sentence[token][layer - START] = tokens[token];
        }
      }
      sentences.add(sentence);
    }
    return sentences;
  }
}
