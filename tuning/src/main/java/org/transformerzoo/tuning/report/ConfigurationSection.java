package org.transformerzoo.tuning.report;

import java.util.List;
import org.transformerzoo.tuning.markup.Element;

/** The settings of the best candidate, to copy. */
final class ConfigurationSection implements Section {

  private static final String ID = "best-configuration";

  @Override
  public String title() {
    return "Best configuration";
  }

  @Override
  public boolean isNarrow() {
    return true;
  }

  @Override
  public List<Element> content(ReportedSearch search) {
    return search
        .bestConfiguration()
        .map(
            yaml ->
                List.of(
                    Section.paragraph(
                        "All settings of the best candidate, for tzoo finetune --config best.yaml --output tuned."),
                    Element.of("button", "copy")
                        .with("type", "button")
                        .with("data-copy", ID)
                        .text("Copy"),
                    Element.of("pre").with("id", ID).with("tabindex", "0").text(yaml)))
        .orElseGet(List::of);
  }
}
