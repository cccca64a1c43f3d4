package org.transformerzoo.examples.cli;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.inference.InferenceOptions;
import org.transformerzoo.training.inference.TextGenerator;
import org.transformerzoo.training.inference.TextGenerator.GeneratedText;
import org.transformerzoo.zoo.generation.GenerationSettings;
import org.transformerzoo.zoo.model.ExecutorKind;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tzoo generate}: a text for each text, by a model such as BART. */
@Command(
    name = "generate",
    sortOptions = false,
    description = {
      "Writes a text for each text, with an encoder-decoder such as BART.",
      "How it writes is as the model's generation_config.json or config.json recommends, unless",
      "options say otherwise. The last line on standard output has the texts, in order."
    })
final class GenerateCommand extends Verb {

  @Mixin private ModelOption model;

  @ArgGroup private Sources sources;

  /** Where the texts come from: one of them, or else standard input. */
  private static final class Sources {

    @Option(names = "--text", paramLabel = "TEXT", description = "A text to read; may be repeated.")
    private List<String> texts;

    @Option(
        names = "--input",
        paramLabel = "FILE",
        description = "Texts to read, one a line. Without --text and --input: standard input.")
    private Path file;
  }

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where the texts go instead, as JSON lines; appears when all are written.")
  private Path output;

  @Mixin private GenerationOptions options;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "Texts to read are shortened to so many tokens, or to the model's positions.")
  private int maxLength = Integer.MAX_VALUE;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Texts that go through the model together (default: ${DEFAULT-VALUE}).",
      defaultValue = "8")
  private int batchSize;

  @Option(
      names = "--executor",
      description = "What runs the graph: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "plan")
  private ExecutorKind executor;

  GenerateCommand(Results results) {
    super(results);
  }

  @Override
  public Integer call() throws IOException {
    if (batchSize < 1 || maxLength < 4) {
      throw new InvalidSettingException(
          "--batch-size is %d and --max-length is %d, expected at least 1 and 4"
              .formatted(batchSize, maxLength));
    }
    Path folder = model.folder();
    long begin = System.nanoTime();
    Map<String, Object> summary = new LinkedHashMap<>();
    try (TextGenerator generator =
        TextGenerator.load(folder, new InferenceOptions(maxLength, batchSize), executor)) {
      GenerationSettings settings = options.over(generator.recommended());
      List<String> read = read();
      List<Map<String, Object>> written = write(generator, settings, read);
      summary.put("texts", written.size());
      if (output == null) {
        summary.put("results", written);
      } else {
        save(written);
        summary.put("output", output.toString());
      }
    }
    summary.put("seconds", Math.round((System.nanoTime() - begin) / 1e7) / 1e2);
    print(summary);
    return 0;
  }

  private List<String> read() throws IOException {
    List<String> texts;
    String origin;
    if (sources == null) {
      origin = "Standard input";
      texts = lines(origin, new InputStreamReader(System.in, utf8()));
    } else if (sources.file == null) {
      origin = "--text";
      texts = sources.texts;
    } else {
      origin = sources.file.toString();
      if (!Files.isRegularFile(sources.file)) {
        throw new InvalidDataException("There is no file " + origin);
      }
      texts = lines(origin, new InputStreamReader(Files.newInputStream(sources.file), utf8()));
    }
    List<String> filled = texts.stream().filter(text -> !text.isBlank()).toList();
    if (filled.isEmpty()) {
      throw new InvalidDataException(origin + " has no text");
    }
    return filled;
  }

  /** Bytes that are no UTF-8 are told, not replaced. */
  private static CharsetDecoder utf8() {
    return StandardCharsets.UTF_8.newDecoder();
  }

  private static List<String> lines(String origin, InputStreamReader source) throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = new BufferedReader(source)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
      return lines;
    } catch (CharacterCodingException e) {
      throw new InvalidDataException(
          "%s is not UTF-8 after line %d".formatted(origin, lines.size()), e);
    }
  }

  private List<Map<String, Object>> write(
      TextGenerator generator, GenerationSettings settings, List<String> texts) {
    List<Map<String, Object>> written = new ArrayList<>();
    try (ProgressBar progress = Progress.bar("Writing", texts.size())) {
      for (int from = 0; from < texts.size(); from += batchSize) {
        List<String> chunk = texts.subList(from, Math.min(from + batchSize, texts.size()));
        List<GeneratedText> generated = generator.generate(chunk, settings);
        for (int i = 0; i < chunk.size(); i++) {
          Map<String, Object> result = new LinkedHashMap<>();
          result.put("text", chunk.get(i));
          result.put("generated", generated.get(i).text());
          result.put("tokens", generated.get(i).tokens());
          written.add(result);
        }
        progress.stepBy(chunk.size());
      }
    }
    return written;
  }

  private void save(List<Map<String, Object>> written) throws IOException {
    Path incomplete = output.resolveSibling(output.getFileName() + ".incomplete");
    try {
      try (BufferedWriter writer = Files.newBufferedWriter(incomplete, StandardCharsets.UTF_8)) {
        for (Map<String, Object> result : written) {
          writer.write(Results.json(result));
          writer.write('\n');
        }
      }
      Files.move(
          incomplete, output, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(incomplete);
    }
  }
}
