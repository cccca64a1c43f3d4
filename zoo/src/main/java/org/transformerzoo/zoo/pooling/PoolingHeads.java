package org.transformerzoo.zoo.pooling;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.config.Activation;
import org.transformerzoo.zoo.parameter.Depth.Stack;
import org.transformerzoo.zoo.pooling.PoolingText.Stage;

/**
 * The pooling heads of the zoo, one line each, and how a text such as {@code mean + dense(256)}
 * chooses among them. The grammar is that of {@code docs/pooling.md}.
 */
public final class PoolingHeads {

  private static final PoolingHeads STANDARD = new PoolingHeads(table());

  private final Map<String, Function<PoolingOptions, PoolingStage>> stages;

  private PoolingHeads(Map<String, Function<PoolingOptions, PoolingStage>> stages) {
    this.stages = stages;
  }

  private static Map<String, Function<PoolingOptions, PoolingStage>> table() {
    Map<String, Function<PoolingOptions, PoolingStage>> all = new LinkedHashMap<>();
    all.put("pooler", options -> new ArchitecturePooler());
    all.put("cls", options -> new ClsPooling());
    all.put("mean", options -> new MeanPooling());
    all.put("max", options -> new MaxPooling(options.flag("masked", true)));
    all.put("mean-max", MeanMaxPooling::read);
    all.put("mean-sqrt-length", options -> new MeanSqrtLengthPooling());
    all.put("conv1d", ConvolutionPooling::read);
    all.put("layer-cls", options -> new LayerClsPooling(options.optionalInt("layer").orElse(-2)));
    all.put("layer-mean", options -> new LayerMeanPooling(options.optionalInt("layer").orElse(-2)));
    all.put("concat-cls", options -> new ConcatClsPooling(options.optionalSize("layers")));
    all.put("weighted-layers", WeightedLayersPooling::read);
    all.put("lstm", options -> new LstmPooling(options.size("width", 256), printed(options)));
    all.put("gru", options -> new GruPooling(options.size("width", 256), printed(options)));
    all.put(
        "attention", options -> new AttentionPooling(options.size("width", 128), printed(options)));
    all.put(
        "wk", options -> new WkPooling(options.optionalInt("start"), options.size("window", 2)));
    all.put("parallel", options -> new ParallelPooling(options.optionalSize("layers")));
    all.put("hierarchical", options -> new HierarchicalPooling(options.optionalSize("layers")));
    all.put("word-weights", options -> new WordWeightsPooling());
    all.put(
        "dense",
        options ->
            new DenseStage(
                options.requiredSize("width"), options.activation("activation", Activation.TANH)));
    all.put(
        "asymmetric",
        options ->
            new AsymmetricStage(
                options.requiredStages("query"), options.requiredStages("document")));
    return all;
  }

  /** Whether a layer sequence is reshaped as the guide's code prints it, instead of its formula. */
  private static boolean printed(PoolingOptions options) {
    return options.flag("as-printed", false);
  }

  /** Those of the zoo. */
  public static PoolingHeads standard() {
    return STANDARD;
  }

  /** The pooling that {@code text} describes, from those of the zoo. */
  public static PoolingHead named(String text) {
    return STANDARD.parse(text);
  }

  /** The words that choose a stage. */
  public List<String> words() {
    return List.copyOf(stages.keySet());
  }

  /**
   * These and one more, which {@code word} chooses and {@code stage} makes from its options.
   *
   * @throws IllegalArgumentException if the word is taken
   */
  public PoolingHeads with(String word, Function<PoolingOptions, PoolingStage> stage) {
    Map<String, Function<PoolingOptions, PoolingStage>> more = new LinkedHashMap<>(stages);
    if (more.put(word, stage) != null) {
      throw new IllegalArgumentException("There is a pooling \"" + word + "\" already");
    }
    return new PoolingHeads(more);
  }

  /** The pooling that {@code text} describes. */
  public PoolingHead parse(String text) {
    PoolingText parsed = PoolingParser.parse(text);
    String canonical = parsed.toString();
    List<Stage> written = parsed.stages();
    return new PoolingPipeline(
        canonical,
        parsed.states().map(word -> stack(canonical, word)),
        statesPooling(canonical, written.get(0)),
        written.stream().skip(1).map(stage -> vectorStage(canonical, stage)).toList());
  }

  private static Stack stack(String text, String word) {
    return Arrays.stream(Stack.values())
        .filter(stack -> stack.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidModelException(
                    "The pooling \"%s\" reads \"%s\", expected encoder or decoder"
                        .formatted(text, word)));
  }

  private NamedStage<StatesPooling> statesPooling(String text, Stage written) {
    if (stage(written) instanceof StatesPooling pooling) {
      return new NamedStage<>(pooling, written.word(), written.toString());
    }
    throw new InvalidModelException(
        "The pooling \"%s\" begins with %s, which needs a pooling before it, as in \"mean + %s\""
            .formatted(text, written.word(), written));
  }

  /** The stage {@code written} in {@code text}, after another. */
  NamedStage<VectorStage> vectorStage(String text, Stage written) {
    if (stage(written) instanceof VectorStage vectorStage) {
      return new NamedStage<>(vectorStage, written.word(), written.toString());
    }
    throw new InvalidModelException(
        "The pooling \"%s\" has %s in a later place, but it reads hidden states and must come first"
            .formatted(text, written.word()));
  }

  private PoolingStage stage(Stage written) {
    PoolingOptions options = new PoolingOptions(this, written);
    PoolingStage stage =
        Optional.ofNullable(stages.get(written.word()))
            .orElseThrow(() -> unknown(written.word()))
            .apply(options);
    options.finish();
    return stage;
  }

  private InvalidModelException unknown(String word) {
    String known = stages.keySet().stream().collect(Collectors.joining(", "));
    return new InvalidModelException(
        "There is no pooling \"" + word + "\", expected one of " + known);
  }
}
