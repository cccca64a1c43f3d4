package org.transformerzoo.training.finetuning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;

/**
 * {@code training.json} in a saved model: its complete configuration with seeds, the files it
 * learnt from with their SHA-256, versions, and the metrics it reached.
 */
public final class RunCard {

  /** The name of the file. */
  public static final String NAME = "training.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
  private static final String CONFIGURATION = "configuration";

  private RunCard() {}

  /**
   * The text of a card.
   *
   * @param fingerprint of the run
   * @param tasks that it speaks of: one, or all of the run
   */
  static String write(
      FineTuningConfiguration configuration,
      Map<String, String> fingerprint,
      List<TaskData> tasks,
      FineTuningResult result) {
    ObjectNode card = JSON.createObjectNode();
    card.set(CONFIGURATION, JSON.valueToTree(configuration.toMap()));
    ObjectNode data = card.putObject("data");
    for (TaskData task : tasks) {
      ObjectNode files = tasks.size() == 1 ? data : data.putObject(task.task().name());
      String content = task.task().prefix() + "content of ";
      files.set("train", describe(task.train(), fingerprint.get(content + "train")));
      files.set("dev", describe(task.dev(), fingerprint.get(content + "dev")));
    }
    card.putObject("model")
        .put("folder", configuration.get(ModelSettings.MODEL).toString())
        .put("sha256", fingerprint.get("content of model"));
    card.putObject("result")
        .put("metric", result.metric().name())
        .put("stopped-early", result.training().stoppedEarly())
        .<ObjectNode>set("best", JSON.valueToTree(result.best()))
        .set("last", JSON.valueToTree(result.last()));
    card.putObject("versions")
        .put("transformer-zoo", versionOf(RunCard.class))
        .put("nd4j", versionOf(Nd4j.class))
        .put("java", System.getProperty("java.version"));
    return card.toPrettyString() + "\n";
  }

  private static JsonNode describe(DataFile data, String digest) {
    return JSON.createObjectNode()
        .put("file", data.file().toString())
        .put("sha256", digest)
        .put("examples", data.examples())
        .put("malformed-lines", data.malformedLines());
  }

  /** Jars say their version; classes on a development class path do not. */
  private static String versionOf(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  /**
   * The configuration by which the model in {@code folder} was trained, if it has a card: so that
   * new data can be read as its training data were.
   *
   * @throws InvalidSettingException if the card is broken
   * @throws UncheckedIOException if it cannot be read
   */
  public static Optional<FineTuningConfiguration> configuration(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonNode settings = JSON.readTree(Files.readString(file)).path(CONFIGURATION);
      if (!settings.isObject()) {
        throw new InvalidSettingException(file + " has no object \"" + CONFIGURATION + "\"");
      }
      return Optional.of(
          FineTuningConfiguration.builder()
              .setAll(file.toString(), JSON.convertValue(settings, MAP))
              .buildPartial());
    } catch (JsonProcessingException e) {
      throw new InvalidSettingException(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
