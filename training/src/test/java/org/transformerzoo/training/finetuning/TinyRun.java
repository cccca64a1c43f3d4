package org.transformerzoo.training.finetuning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.EvaluationSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;

/** A small random BERT and a small task that it can learn: is a text friendly or not. */
public final class TinyRun {

  /** The usual number of entries of a hidden state. */
  static final int WIDTH = 16;

  private static final List<String> FRIENDLY = List.of("good", "fine");
  private static final List<String> UNFRIENDLY = List.of("bad", "poor");
  private static final List<String> NEUTRAL =
      List.of("the", "parcel", "came", "today", "and", "box", "was", "it", "shop", "my");

  private static final String CONFIG =
      """
      {"model_type": "bert", "hidden_size": 16, "num_hidden_layers": 1,
       "num_attention_heads": 2, "intermediate_size": 32, "vocab_size": 32,
       "max_position_embeddings": 32, "type_vocab_size": 2, "initializer_range": 0.1,
       "hidden_act": "gelu"}
      """;

  private final Path folder;

  /** Writes model and data to {@code folder}. */
  public TinyRun(Path folder) {
    this(folder, CONFIG, List.of("[CLS]:0", "$A:0", "[SEP]:0"), "$B:1");
  }

  /** The same with another architecture. */
  public TinyRun(Path folder, TinyArchitecture architecture) {
    this(folder, architecture, WIDTH);
  }

  /** The same with hidden states of {@code width} entries. */
  public TinyRun(Path folder, TinyArchitecture architecture, int width) {
    this(folder, architecture.config(width), architecture.template(), architecture.second());
  }

  private TinyRun(Path folder, String config, List<String> template, String second) {
    this.folder = folder;
    try {
      writeModel(config, template, second);
      Files.write(train(), lines(50, 1));
      Files.write(dev(), lines(20, 2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of the model. */
  public Path model() {
    return folder.resolve("model");
  }

  /** The examples to learn from. */
  public Path train() {
    return folder.resolve("train.tsv");
  }

  /** The examples to evaluate on. */
  public Path dev() {
    return folder.resolve("dev.tsv");
  }

  private void writeModel(String config, List<String> template, String second) throws IOException {
    List<String> words = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
    words.addAll(FRIENDLY);
    words.addAll(UNFRIENDLY);
    words.addAll(NEUTRAL);
    String definition = tokenizer(words, template, second);
    TransformerModel.create(
            ModelSpecification.bodyOf(ConfigFile.parse("tiny config.json", config)), 5)
        .save(model(), target -> Files.writeString(target.resolve("tokenizer.json"), definition));
  }

  private static String tokenizer(List<String> words, List<String> template, String second) {
    ObjectNode definition = JsonNodeFactory.instance.objectNode().put("version", "1.0");
    definition
        .putArray("added_tokens")
        .addObject()
        .put("id", words.indexOf("[MASK]"))
        .put("content", "[MASK]")
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
    definition.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
    ObjectNode model =
        definition
            .putObject("model")
            .put("type", "WordPiece")
            .put("unk_token", "[UNK]")
            .put("continuing_subword_prefix", "##")
            .put("max_input_chars_per_word", 100);
    ObjectNode vocabulary = model.putObject("vocab");
    words.forEach(word -> vocabulary.put(word, vocabulary.size()));
    ObjectNode processor = definition.putObject("post_processor").put("type", "TemplateProcessing");
    template.forEach(part -> add(processor.withArray("single"), part));
    template.forEach(part -> add(processor.withArray("pair"), part));
    add(processor.withArray("pair"), second);
    ObjectNode special = processor.putObject("special_tokens");
    for (String token : List.of("[CLS]", "[SEP]")) {
      ObjectNode entry = special.putObject(token).put("id", token);
      entry.putArray("ids").add(words.indexOf(token));
      entry.putArray("tokens").add(token);
    }
    return definition.toString();
  }

  private static void add(ArrayNode template, String part) {
    String id = part.substring(0, part.length() - 2);
    boolean text = id.startsWith("$");
    template
        .addObject()
        .putObject(text ? "Sequence" : "SpecialToken")
        .put("id", text ? id.substring(1) : id)
        .put("type_id", part.charAt(part.length() - 1) - '0');
  }

  /** Tab-separated: label, text; of lengths that differ. */
  private static List<String> lines(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>(List.of("label\ttext"));
    for (int i = 0; i < count; i++) {
      boolean friendly = random.nextBoolean();
      List<String> words = new ArrayList<>();
      for (int word = random.nextInt(1, 5); word > 0; word--) {
        words.add(NEUTRAL.get(random.nextInt(NEUTRAL.size())));
      }
      List<String> telling = friendly ? FRIENDLY : UNFRIENDLY;
      words.add(random.nextInt(words.size()), telling.get(random.nextInt(telling.size())));
      lines.add((friendly ? "yes" : "no") + "\t" + String.join(" ", words));
    }
    return lines;
  }

  /** A run of 3 epochs with 4 steps each, dropout, accumulation with a short last step. */
  public FineTuningConfiguration.Builder configuration(String output) {
    return FineTuningConfiguration.builder()
        .set(ModelSettings.MODEL, model())
        .set(DataSettings.TRAIN, train())
        .set(DataSettings.DEV, dev())
        .set(TrainingSettings.OUTPUT, folder.resolve(output))
        .set(DataSettings.BATCH_SIZE, 8)
        .set(TrainingSettings.ACCUMULATION, 2)
        .set(EvaluationSettings.EVALUATIONS_PER_EPOCH, 2)
        .set(UpdateSettings.LEARNING_RATE, 5e-3);
  }
}
