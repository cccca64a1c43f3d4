package org.transformerzoo.training.inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.config.TransformerConfig;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.task.TaskHead;

/** Predicts with a saved model. Batches are made of inputs of similar length; order is kept. */
public final class TextPredictor implements AutoCloseable {

  private static final int BATCH_SIZE = 32;

  private final TransformerConfig config;
  private final TaskHead task;
  private final Tokenizer tokenizer;
  private final GraphExecutor executor;
  private final PredictionDecoder decoder;
  private final int maxLength;

  private TextPredictor(TransformerModel model, TaskHead task, Tokenizer tokenizer, int maxLength) {
    this.config = model.specification().config();
    this.task = task;
    this.tokenizer = tokenizer;
    this.executor = model.executor(Mode.INFERENCE);
    this.decoder = PredictionDecoder.of(task);
    this.maxLength = Math.min(maxLength, config.maximumLength());
  }

  /**
   * Loads the model of {@code folder}.
   *
   * @param maxLength longer inputs are shortened to so many tokens
   */
  public static TextPredictor load(Path folder, int maxLength) {
    TransformerModel model = TransformerModel.load(folder);
    TaskHead task =
        model
            .specification()
            .task()
            .orElseThrow(
                () -> new InvalidModelException(folder + " has no task that could predict"));
    return new TextPredictor(model, task, Tokenizer.load(folder), maxLength);
  }

  /** The names of the scores of a prediction. */
  public List<String> labels() {
    return task.labels();
  }

  /** A prediction for each of {@code inputs}, in their order. For tagging, words end at spaces. */
  public List<Prediction> predict(List<TextPair> inputs) {
    List<Encoding> encodings = inputs.stream().map(this::encode).toList();
    List<Integer> byLength =
        IntStream.range(0, encodings.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> encodings.get(i).length()))
            .toList();
    Prediction[] predictions = new Prediction[inputs.size()];
    for (int start = 0; start < byLength.size(); start += BATCH_SIZE) {
      List<Integer> batch = byLength.subList(start, Math.min(start + BATCH_SIZE, byLength.size()));
      predictBatch(encodings, batch, predictions);
    }
    return Arrays.asList(predictions);
  }

  private Encoding encode(TextPair input) {
    if (task.name().equals("tokens")) {
      List<String> words = List.of(input.text().strip().split("\\s+"));
      return tokenizer.encodeWords(words, Truncation.LONGEST_FIRST, maxLength);
    }
    return tokenizer.encode(input.text(), input.pair(), Truncation.LONGEST_FIRST, maxLength);
  }

  private void predictBatch(
      List<Encoding> encodings, List<Integer> batch, Prediction[] predictions) {
    List<Encoding> members = batch.stream().map(encodings::get).toList();
    INDArray logits =
        executor.output(inputs(members), List.of(TaskHead.LOGITS)).get(TaskHead.LOGITS);
    for (int i = 0; i < members.size(); i++) {
      float[] values =
          logits.get(org.nd4j.linalg.indexing.NDArrayIndex.point(i)).dup('c').data().asFloat();
      predictions[batch.get(i)] = decoder.decode(members.get(i), values);
    }
  }

  private Map<String, INDArray> inputs(List<Encoding> batch) {
    int length = batch.stream().mapToInt(Encoding::length).max().orElse(0);
    List<int[]> ids = new ArrayList<>();
    List<int[]> mask = new ArrayList<>();
    List<int[]> types = new ArrayList<>();
    for (Encoding encoding : batch) {
      int[] padded = Arrays.copyOf(encoding.inputIds(), length);
      Arrays.fill(padded, encoding.length(), length, config.padTokenId());
      int[] present = new int[length];
      Arrays.fill(present, 0, encoding.length(), 1);
      ids.add(padded);
      mask.add(present);
      types.add(Arrays.copyOf(encoding.tokenTypeIds(), length));
    }
    Map<String, INDArray> inputs = new LinkedHashMap<>();
    inputs.put(TokenInputs.INPUT_IDS, Nd4j.createFromArray(ids.toArray(int[][]::new)));
    inputs.put(TokenInputs.ATTENTION_MASK, Nd4j.createFromArray(mask.toArray(int[][]::new)));
    inputs.put(TokenInputs.TOKEN_TYPE_IDS, Nd4j.createFromArray(types.toArray(int[][]::new)));
    return inputs;
  }

  @Override
  public void close() {
    executor.close();
    tokenizer.close();
  }
}
