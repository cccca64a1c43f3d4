package org.transformerzoo.training.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.training.finetuning.TinyRun;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.TaskHead;

/** What holds for every way to ask every architecture. */
class AskedModelTest {

  private static final InferenceOptions OPTIONS = new InferenceOptions(20, 4);

  /** Of many lengths, in no order; each has a mask, but those whose words are labelled. */
  private static final List<String> TEXTS =
      IntStream.range(0, 14)
          .mapToObj(i -> "the [MASK] " + "parcel came today ".repeat(i * 5 % 4) + "my box was poor")
          .map(text -> text.substring(0, text.length() - 5 * (text.length() % 2)).strip())
          .toList();

  @TempDir private Path folder;

  private static Stream<Arguments> all() {
    return Arrays.stream(AskedModel.values())
        .flatMap(
            asked ->
                Arrays.stream(TinyArchitecture.values())
                    .filter(asked::exists)
                    .map(architecture -> Arguments.of(asked, architecture)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("all")
  void answersAreThoseOfTheGraphAndInTheOrderOfTheTexts(
      AskedModel asked, TinyArchitecture architecture) {
    Path model = save(asked.head(architecture), architecture);
    List<String> texts =
        asked == AskedModel.TAGGER
            ? TEXTS.stream().map(text -> text.replace("[MASK] ", "")).toList()
            : TEXTS;
    try (AskedModel.Open open = asked.load(model, OPTIONS)) {
      List<double[]> together = open.numbers(texts);
      assertThat(together).hasSameSizeAs(texts);
      for (int i = 0; i < texts.size(); i += 3) {
        assertThat(together.get(i))
            .containsExactly(expected(model, asked, texts.get(i)), within(1e-5));
      }
      assertThat(together.get(0)).isNotEqualTo(together.get(1));
      assertThat(open.numbers(List.of())).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("all")
  void threadsGetWhatOneThreadGets(AskedModel asked, TinyArchitecture architecture)
      throws Exception {
    Path model = save(asked.head(architecture), architecture);
    try (AskedModel.Open open = asked.load(model, OPTIONS)) {
      double[][] expected = open.numbers(TEXTS).toArray(double[][]::new);
      ExecutorService pool = Executors.newFixedThreadPool(4);
      try {
        List<Future<List<double[]>>> results = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          results.add(pool.submit(() -> open.numbers(TEXTS)));
        }
        for (Future<List<double[]>> result : results) {
          assertThat(result.get().toArray(double[][]::new)).isDeepEqualTo(expected);
        }
      } finally {
        pool.shutdown();
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("all")
  void refusesAModelOfAnotherKind(AskedModel asked, TinyArchitecture architecture) {
    AskedModel other = asked == AskedModel.REGRESSOR ? AskedModel.CLASSIFIER : AskedModel.REGRESSOR;
    TaskHead head = other.head(architecture);
    Path model = save(head, architecture);

    assertThatThrownBy(() -> asked.load(model, OPTIONS))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("The task of the model in " + model)
        .hasMessageContaining("is \"" + head.name() + "\", expected \"");
    Path body = new TinyRun(folder.resolve("body"), architecture).model();
    assertThatThrownBy(() -> asked.load(body, OPTIONS))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("is none, expected \"");
  }

  /** The numbers by the reference executor, for one text without padding. */
  private static double[] expected(Path model, AskedModel asked, String text) {
    TransformerModel loaded = TransformerModel.load(model);
    try (Tokenizer tokenizer = Tokenizer.load(model);
        GraphExecutor executor = loaded.executor(Mode.INFERENCE, ExecutorKind.SESSION)) {
      Encoding encoding = tokenizer.encode(text, Truncation.LONGEST_FIRST, OPTIONS.maxLength());
      int[] masks = masks(encoding);
      INDArray logits =
          executor
              .output(inputs(loaded, encoding, masks), List.of(TaskHead.LOGITS))
              .get(TaskHead.LOGITS);
      boolean permuted =
          loaded.specification().task().orElseThrow().name().equals("permutation-lm");
      return switch (asked) {
        case CLASSIFIER -> Transforms.softmax(logits).toDoubleVector();
        case MULTILABEL_CLASSIFIER -> Transforms.sigmoid(logits).toDoubleVector();
        case REGRESSOR -> logits.toDoubleVector();
        case TAGGER -> {
          INDArray words = Transforms.softmax(logits.slice(0)).getRows(words(encoding));
          yield words.max(1).toDoubleVector();
        }
        case FILLER -> {
          INDArray rows = permuted ? logits.slice(0) : logits.slice(0).getRows(masks);
          yield best(Transforms.softmax(rows), tokenizer.vocabularySize());
        }
      };
    }
  }

  private static int[] masks(Encoding encoding) {
    return IntStream.range(0, encoding.length())
        .filter(i -> encoding.inputIds()[i] == 4) // [MASK]
        .toArray();
  }

  private static int[] words(Encoding encoding) {
    return IntStream.range(0, encoding.length())
        .filter(i -> encoding.wordIds()[i] != Encoding.NO_WORD)
        .toArray();
  }

  /** The three largest of each row, of the words that the tokenizer has. */
  private static double[] best(INDArray rows, int vocabulary) {
    return Arrays.stream(rows.toDoubleMatrix())
        .flatMapToDouble(
            row ->
                DoubleStream.of(row)
                    .limit(vocabulary)
                    .boxed()
                    .sorted((a, b) -> Double.compare(b, a))
                    .limit(3)
                    .mapToDouble(Double::doubleValue))
        .toArray();
  }

  private static Map<String, INDArray> inputs(
      TransformerModel model, Encoding encoding, int[] masks) {
    int length = encoding.length();
    INDArray ids = Nd4j.createFromArray(new int[][] {encoding.inputIds()});
    Map<String, INDArray> inputs = new HashMap<>();
    inputs.put("input_ids", ids);
    inputs.put("attention_mask", Nd4j.ones(DataType.INT32, 1, length));
    inputs.put("token_type_ids", Nd4j.createFromArray(new int[][] {encoding.tokenTypeIds()}));
    switch (model.specification().task().orElseThrow().name()) {
      case "sequence-to-sequence" -> inputs.put("labels", ids); // the decoder reads them shifted
      case "permutation-lm" -> {
        INDArray hidden = Nd4j.zeros(DataType.FLOAT, 1, length, length);
        INDArray asked = Nd4j.zeros(DataType.FLOAT, 1, masks.length, length);
        for (int mask = 0; mask < masks.length; mask++) {
          asked.putScalar(0, mask, masks[mask], 1);
          for (int position = 0; position < length; position++) {
            hidden.putScalar(0, position, masks[mask], 1);
          }
        }
        inputs.put("perm_mask", hidden);
        inputs.put("target_mapping", asked);
      }
      default -> {}
    }
    return inputs;
  }

  private Path save(TaskHead head, TinyArchitecture architecture) {
    Path body = new TinyRun(folder.resolve("run"), architecture).model();
    Path saved = folder.resolve(head.name());
    ModelSpecification specification =
        ModelSpecification.of(ConfigFile.read(body), head, PoolingHeads.named("mean"));
    try (Tokenizer tokenizer = Tokenizer.load(body)) {
      TransformerModel.create(specification, 3).save(saved, tokenizer::saveTo);
    }
    return saved;
  }
}
