package org.transformerzoo.tuning.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.transformerzoo.tuning.markup.Element;

/**
 * A report as one page of HTML that asks nothing of any other place: style sheet and script are in
 * it, and its own policy lets a browser use these two, known by their hashes, and nothing else.
 */
record ReportPage(ReportedSearch search) {

  private static final List<Section> SECTIONS =
      List.of(
          new OverviewSection(),
          new LeaderboardSection(),
          new SettingsSection(),
          new ParallelCoordinatesSection(),
          new LearningCurvesSection(),
          new SeedSpreadSection(),
          new ConfigurationSection(),
          new FailuresSection());

  String html() {
    String style = resource("report.css");
    String script = resource("report.js");
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src %s; script-src %s">
        %s
        <style>%s</style>
        </head>
        <body>
        %s
        <script>%s</script>
        </body>
        </html>
        """
        .formatted(
            source(style), source(script), Element.of("title").text(name()), style, body(), script);
  }

  private String name() {
    return "Search " + search.folder().getFileName();
  }

  private Element body() {
    Element main = Element.of("main").add(Element.of("h1").text(name()));
    for (Section section : SECTIONS) {
      List<Element> content = section.content(search);
      if (!content.isEmpty()) {
        main.add(
            Element.of("section")
                .with("aria-label", section.title())
                .with("class", section.isNarrow() ? "half" : "")
                .add(Element.of("h2").text(section.title()))
                .addAll(content));
      }
    }
    return main;
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("There is no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The resource " + name + " cannot be read", e);
    }
  }

  /** How a policy names a text. */
  private static String source(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
