package org.transformerzoo.zoo.pooling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Pictures come from graphs, and so do those of the documentation: {@code -Dpictures=write} writes
 * docs/pooling-wiring.md anew.
 */
class PoolingDiagramTest {

  private static final Path DOCUMENT = Path.of("../docs/pooling-wiring.md");
  private static final List<String> POOLINGS =
      List.of(
          "pooler",
          "cls",
          "mean",
          "max",
          "mean-max",
          "mean-sqrt-length",
          "conv1d",
          "word-weights",
          "layer-cls",
          "layer-mean",
          "concat-cls",
          "weighted-layers(start=3)",
          "lstm",
          "gru",
          "attention",
          "wk",
          "parallel",
          "hierarchical",
          "mean + dense(256)",
          "mean + asymmetric(query=dense(256), document=dense(256))");

  @Test
  void showsStatesOperationsAndTheVector() {
    assertThat(PoolingDiagram.mermaid(PoolingHeads.named("layer-cls(layer=2)")))
        .startsWith("flowchart LR\n")
        .contains("([\"layer 2\"])")
        .doesNotContain("layer 3")
        .contains("--> vector([\"vector\"])");
  }

  @Test
  void showsWhatIsTrainedAndEachNewLayerAsOneBox() {
    String picture = PoolingDiagram.mermaid(PoolingHeads.named("hierarchical(layers=2)"));

    assertThat(picture.split("new layer", -1)).hasSize(3);
    assertThat(picture).contains("pooling.0.hierarchical.pooler.dense.weight");
    assertThat(picture).contains("([\"layer 5\"])").doesNotContain("\"layer 4\"");
  }

  @Test
  void thePicturesOfTheDocumentationAreThoseOfTheGraphs() throws IOException {
    String document = document();
    if ("write".equals(System.getProperty("pictures"))) {
      Files.writeString(DOCUMENT, document);
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(document);
  }

  private static String document() {
    StringBuilder text = new StringBuilder();
    text.append("# The wiring of the pooling heads\n\n");
    text.append("Drawn by `PoolingDiagram` from the graphs on a BERT of six layers; ");
    text.append("`PoolingDiagramTest` keeps this page up to date. ");
    text.append("Rounded boxes are hidden states, inputs and trained tensors. ");
    text.append("What only shapes tensors is left out.\n");
    for (String pooling : POOLINGS) {
      text.append("\n## `").append(pooling).append("`\n\n```mermaid\n");
      text.append(PoolingDiagram.mermaid(PoolingHeads.named(pooling)));
      text.append("```\n");
    }
    return text.toString();
  }
}
