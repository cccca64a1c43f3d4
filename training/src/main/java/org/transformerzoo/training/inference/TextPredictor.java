package org.transformerzoo.training.inference;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.batching.Padding;
import org.transformerzoo.datavec.batching.Target.Unlabelled;
import org.transformerzoo.datavec.batching.TokenizedDataset;
import org.transformerzoo.datavec.batching.TokenizedExample;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.PaddingSide;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;
import org.transformerzoo.training.input.ModelInputs;
import org.transformerzoo.training.input.ModelTokenizer;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.plan.PlanOptions;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.task.TaskHead;

/** Predicts with a saved model. Batches are made of inputs of similar length; order is kept. */
public final class TextPredictor implements AutoCloseable {

  private static final int BATCH_SIZE = 32;
  private static final ExampleLocation NOWHERE = new ExampleLocation(null, 0);

  private final TaskHead task;
  private final Tokenizer tokenizer;
  private final GraphExecutor executor;
  private final PredictionDecoder decoder;
  private final int maxLength;

  private TextPredictor(TransformerModel model, TaskHead task, Tokenizer tokenizer, int maxLength) {
    this.task = task;
    this.tokenizer = tokenizer;
    PlanOptions options = PlanOptions.defaults().withFixedParameters(true);
    this.executor = model.executor(Mode.INFERENCE, ExecutorKind.PLAN, options);
    this.decoder = PredictionDecoder.of(task);
    this.maxLength = Math.min(maxLength, model.specification().config().maximumLength());
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
    Tokenizer tokenizer = ModelTokenizer.load(folder, model.specification().config());
    return new TextPredictor(model, task, tokenizer, maxLength);
  }

  /** The names of the scores of a prediction. */
  public List<String> labels() {
    return task.labels();
  }

  /** A prediction for each of {@code inputs}, in their order. For tagging, words end at spaces. */
  public List<Prediction> predict(List<TextPair> inputs) {
    return predict(inputs, Collections.nCopies(inputs.size(), null));
  }

  /**
   * The same for a model whose pooling treats queries and documents differently.
   *
   * @param roles what each of {@code inputs} is, null where the model does not ask
   */
  public List<Prediction> predict(List<TextPair> inputs, List<TextRole> roles) {
    if (inputs.isEmpty()) {
      return List.of();
    }
    List<Encoding> encodings = inputs.stream().map(this::encode).toList();
    List<Integer> byLength =
        IntStream.range(0, encodings.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> encodings.get(i).length()))
            .toList();
    BatchIterator batches = batches(byLength, encodings, roles);
    Prediction[] predictions = new Prediction[inputs.size()];
    Iterator<Integer> places = byLength.iterator();
    while (batches.hasNext()) {
      predictBatch(batches.next(), encodings, places, predictions);
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

  private BatchIterator batches(
      List<Integer> order, List<Encoding> encodings, List<TextRole> roles) {
    List<TokenizedExample> examples =
        order.stream()
            .map(
                place ->
                    new TokenizedExample(
                        encodings.get(place).inputIds(),
                        encodings.get(place).tokenTypeIds(),
                        new Unlabelled(),
                        NOWHERE,
                        roles.get(place)))
            .toList();
    return BatchIterator.builder()
        .dataset(TokenizedDataset.of(examples))
        .batchSize(BATCH_SIZE)
        .padding(Padding.of(tokenizer).toFewLengths(maxLength))
        .build();
  }

  private void predictBatch(
      MultiDataSet batch,
      List<Encoding> encodings,
      Iterator<Integer> places,
      Prediction[] predictions) {
    INDArray logits =
        executor
            .output(ModelInputs.withoutLabels(batch), List.of(TaskHead.LOGITS))
            .get(TaskHead.LOGITS); // [batch, labels] or [batch, length, labels]
    for (long row = 0; row < logits.size(0); row++) {
      int place = places.next();
      Encoding encoding = encodings.get(place);
      INDArray own = logits.get(NDArrayIndex.point(row));
      INDArray unpadded = own.rank() == 2 ? own.get(tokens(encoding, own.size(0))) : own;
      predictions[place] = decoder.decode(encoding, unpadded.dup('c').data().asFloat());
    }
  }

  /** Where the tokens are in a row that was padded to {@code length}. */
  private INDArrayIndex tokens(Encoding encoding, long length) {
    long first = tokenizer.paddingSide() == PaddingSide.LEFT ? length - encoding.length() : 0;
    return NDArrayIndex.interval(first, first + encoding.length());
  }

  @Override
  public void close() {
    executor.close();
    tokenizer.close();
  }
}
