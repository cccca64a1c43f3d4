package org.transformerzoo.tuning.markup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElementTest {

  @Test
  void escapesTextAndAttributes() {
    assertThat(Element.of("a").with("title", "\"'&<>").text("<b> & \"c\"").toString())
        .isEqualTo("<a title=\"&quot;&#39;&amp;&lt;&gt;\">&lt;b&gt; &amp; &quot;c&quot;</a>");
  }

  @Test
  void replacesControlCharacters() {
    assertThat(Element.of("p").text("a\u0000b\u001b[1m\n").toString())
        .isEqualTo("<p>a\uFFFDb\uFFFD[1m\n</p>");
  }
}
