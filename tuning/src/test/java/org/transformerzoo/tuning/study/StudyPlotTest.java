package org.transformerzoo.tuning.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class StudyPlotTest {

  @Test
  void namesAreTextWhateverTheyAre() throws Exception {
    StudyRun good = run("<b>&\"x\"", 1, 0.75);
    StudyRun broken = run("<b>&\"x\"", 2, Double.NaN);
    String svg = new StudyPlot("a < b & c", List.of(good, broken, run("plain", 1, 0.5))).svg();
    Document picture =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    NodeList texts = picture.getElementsByTagName("text");

    assertThat(texts.item(0).getTextContent()).isEqualTo("a < b & c, accuracy at the end");
    assertThat(texts.item(6).getTextContent()).isEqualTo("<b>&\"x\"");
    assertThat(picture.getElementsByTagName("b").getLength()).isZero();
    assertThat(picture.getElementsByTagName("circle").getLength()).isEqualTo(2);
  }

  private static StudyRun run(String variant, long seed, double last) {
    return new StudyRun("a < b & c", variant, seed, seed, "accuracy", last, last, 0.4, false);
  }
}
