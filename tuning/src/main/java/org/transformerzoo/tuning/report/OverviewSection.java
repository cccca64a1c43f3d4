package org.transformerzoo.tuning.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.Setting;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.tuning.markup.Element;
import org.transformerzoo.tuning.search.DisplayText;
import org.transformerzoo.tuning.search.SearchOptions;

/** What was searched, how far it came, and what is best. */
final class OverviewSection implements Section {

  private static final List<Map.Entry<String, Setting<?>>> SUBJECTS =
      List.of(
          Map.entry("Model", ModelSettings.MODEL),
          Map.entry("Trained on", DataSettings.TRAIN),
          Map.entry("Compared on", DataSettings.DEV));

  /** From so many letters on a fact has twice the room. */
  private static final int LONG = 40;

  @Override
  public String title() {
    return "Overview";
  }

  @Override
  public List<Element> content(ReportedSearch search) {
    List<Element> content = new ArrayList<>();
    if (search.isUnfinished()) {
      content.add(
          Section.paragraph(
                  "This search is unfinished: %d of %d candidates are done. tzoo search --resume %s goes on with it."
                      .formatted(
                          search.candidates().size(), search.plan().candidates(), search.folder()))
              .with("class", "notice"));
    }
    Element facts = Element.of("dl", "facts");
    facts(search).forEach((name, value) -> facts.add(fact(name, value)));
    content.add(facts);
    return content;
  }

  private static Element fact(String name, String value) {
    return Element.of("div", value.length() > LONG ? "wide" : "")
        .add(Element.of("dt").text(name), Element.of("dd").text(value));
  }

  private static Map<String, String> facts(ReportedSearch search) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "Best " + search.metric().name(),
        search
            .best()
            .map(
                best ->
                    "%s, candidate %d"
                        .formatted(DisplayText.score(best.result().score()), best.result().index()))
            .orElse("no candidate came to its end"));
    search
        .best()
        .ifPresent(best -> facts.put("Its settings", DisplayText.settings(best.result().varied())));
    facts.put(
        "Metric",
        "%s, %s is better"
            .formatted(
                search.metric().name(),
                search.metric().direction() == Metric.Direction.HIGHER ? "more" : "less"));
    facts.put("Candidates", candidates(search));
    SearchOptions options = search.plan().options();
    facts.put("Chosen", options.generator().name().toLowerCase(Locale.ROOT));
    facts.put("Seeds", options.seeds() + " for each candidate");
    facts.put(
        "Time of all runs",
        DisplayText.duration(
            search.candidates().stream()
                .mapToDouble(candidate -> candidate.result().seconds())
                .sum()));
    Map<String, Object> settings = search.plan().space().first().values();
    for (Map.Entry<String, Setting<?>> subject : SUBJECTS) {
      String key = subject.getValue().key();
      if (!search.plan().space().varied().containsKey(key) && settings.get(key) != null) {
        facts.put(subject.getKey(), String.valueOf(settings.get(key)));
      }
    }
    return facts;
  }

  private static String candidates(ReportedSearch search) {
    return search.endings().entrySet().stream()
        .map(ending -> ending.getValue() + " " + ending.getKey().publicName())
        .collect(Collectors.joining(", "));
  }
}
