package org.transformerzoo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VerifyCommandTest {

  private static final Path FIXTURES = Path.of("../zoo/src/test/resources/fixtures");
  private static final Path HEADS = FIXTURES.resolve("bert-tf/expected_bert_tf.npz");

  @Test
  void theTaskIsToldByTheValuesWhereTheConfigurationDoesNot() {
    CommandLineRun run =
        CommandLineRun.of("verify", "--model", FIXTURES.resolve("bert-tf"), "--expected", HEADS);

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.json().path("not_compared")).isEmpty();
  }

  @Test
  void whereTheHeadIsMissingTheBodyIsComparedAndTheRestIsTold() {
    CommandLineRun run =
        CommandLineRun.of(
            "verify", "--model", FIXTURES.resolve("bert-tf-frozen"), "--expected", HEADS);

    assertThat(run.exitCode()).as(run.errors()).isZero();
    JsonNode json = run.json();
    assertThat(json.path("failed")).isEmpty();
    assertThat(json.path("not_compared")).isEmpty();
    assertThat(json.path("errors").has("sequence_output")).isTrue();
    assertThat(json.path("errors").has("pooler_output")).isTrue();
    assertThat(json.path("of_absent_head").toString())
        .contains("prediction_logits")
        .contains("seq_relationship_logits");
    assertThat(run.errors()).contains("so the body alone is compared");
  }

  @Test
  void anExportMayLackWhatItDoesNotRead() {
    Path xlnet = FIXTURES.resolve("xlnet");
    CommandLineRun run =
        CommandLineRun.of(
            "verify",
            "--model",
            xlnet,
            "--weights",
            "onnx",
            "--expected",
            xlnet.resolve("expected_classification.npz"),
            "--atol",
            5e-5,
            "--gradients");

    assertThat(run.exitCode()).as(run.errors()).isZero();
  }
}
