package org.transformerzoo.training.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.transformerzoo.datavec.reader.FileLine;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.datavec.tokenizer.TextPair;

/**
 * What models are asked about.
 *
 * @param texts each a text or a pair of them
 * @param roles what each is, null where nothing says so
 */
record Inputs(List<TextPair> texts, List<TextRole> roles) {

  /** The examples among {@code lines}. */
  static List<TextExample> examples(List<FileLine> lines) {
    return lines.stream()
        .filter(FileLine.Sound.class::isInstance)
        .map(line -> ((FileLine.Sound) line).example())
        .toList();
  }

  /**
   * The inputs of {@code examples}.
   *
   * @param role of those of which their file does not say it
   */
  static Inputs of(List<TextExample> examples, Optional<TextRole> role) {
    List<TextPair> texts = new ArrayList<>();
    List<TextRole> roles = new ArrayList<>();
    for (TextExample example : examples) {
      texts.add(new TextPair(example.text(), example.pair()));
      roles.add(example.role() == null ? role.orElse(null) : example.role());
    }
    return new Inputs(texts, roles);
  }
}
