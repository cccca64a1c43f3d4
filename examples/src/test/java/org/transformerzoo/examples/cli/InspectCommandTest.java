package org.transformerzoo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {

  @TempDir private Path folder;
  private Path body;
  private Path model;
  private Path data;

  @BeforeEach
  void tune() throws IOException {
    body = TinyModel.write(folder);
    data = TinyModel.writeExamples(folder.resolve("data.tsv"), 8);
    model = folder.resolve("tuned");
    CommandLineRun run =
        CommandLineRun.of(
            "finetune",
            "--model",
            body,
            "--train",
            data,
            "--dev",
            data,
            "--output",
            model,
            "--set",
            "steps=1");
    assertThat(run.exitCode()).as(run.errors()).isZero();
  }

  @Test
  void servesThePageUntilItIsInterrupted() throws Exception {
    PipedOutputStream results = new PipedOutputStream();
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new PipedInputStream(results), StandardCharsets.UTF_8));
    FutureTask<Integer> exit =
        new FutureTask<>(
            () ->
                Tzoo.run(
                    new PrintStream(results, true, StandardCharsets.UTF_8),
                    "inspect",
                    "--model",
                    model.toString(),
                    "--compare",
                    model.toString(),
                    "--data",
                    data.toString()));
    Thread verb = new Thread(exit, "inspect");
    verb.start();
    URI page = URI.create(new ObjectMapper().readTree(lines.readLine()).path("url").asText());
    assertThat(page.getHost()).isEqualTo("127.0.0.1");
    assertThat(
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                .body())
        .contains("<title>Transformer Zoo: inspect</title>");
    verb.interrupt();

    assertThat(exit.get()).isZero();
  }

  @Test
  void refusesWhatCannotBeInspected() throws IOException {
    refuses(inspect(body, data), "is none, expected \"classification\" or");
    refuses(inspect(model, folder.resolve("absent.tsv")), "absent.tsv does not exist");
    refuses(inspect(folder.resolve("nowhere"), data), "nowhere");
    Path other = Files.writeString(folder.resolve("other.tsv"), "sentence\tclass\nlate\ta\n");
    refuses(inspect(model, other), "other.tsv line 1 has no required column 'text'");
    refuses(inspect(model, data, "--text-column", "words"), "column 'words'");
    refuses(inspect(model, data, "--compare", body.toString()), "is none, expected");
    refuses(inspect(model, data, "--port", "70000"), "port is 70000, expected one from 0 to 65535");
    refuses(inspect(model, data, "--host", "no.such.host.invalid"), "no.such.host.invalid");
  }

  private static CommandLineRun inspect(Path model, Path data, String... more) {
    Object[] words = new Object[5 + more.length];
    System.arraycopy(new Object[] {"inspect", "--model", model, "--data", data}, 0, words, 0, 5);
    System.arraycopy(more, 0, words, 5, more.length);
    return CommandLineRun.of(words);
  }

  private static void refuses(CommandLineRun run, String sentence) {
    assertThat(run.exitCode()).as(run.errors()).isEqualTo(2);
    assertThat(run.errors()).contains("tzoo: ").contains(sentence).doesNotContain("\tat ");
  }
}
