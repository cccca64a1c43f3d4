package org.transformerzoo.examples.scripts;

import java.util.List;
import java.util.Map;
import org.transformerzoo.datavec.reader.Column;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.finetuning.ExampleReader;
import org.transformerzoo.training.inference.SentenceEmbedder;
import org.transformerzoo.training.inference.SimilaritySearch;

/**
 * Vectors and the nearest of them: for a new message the most similar known ones, and how often the
 * most similar one has the same label. Nothing is trained.
 */
public final class EmbeddingSearch {

  private EmbeddingSearch() {}

  /** Run it with {@code --help} to see what it takes. */
  public static void main(String[] arguments) {
    Script.start(EmbeddingSearch::run, arguments);
  }

  static Map<String, Double> run(ScriptOptions options) {
    ExampleReader reader =
        new ExampleReader(
            options.completePartial(
                FineTuningConfiguration.builder()
                    .set(DataSettings.TEXT_COLUMN, Column.named("text"))
                    .set(DataSettings.LABEL_COLUMN, List.of(Column.named("intent")))));
    List<TextExample> known = reader.readLabelled(options.train("/quickstart/train.tsv")).texts();
    List<TextExample> asked = reader.readLabelled(options.dev("/quickstart/dev.tsv")).texts();
    List<List<SimilaritySearch.Match>> matches;
    try (SentenceEmbedder embedder =
        SentenceEmbedder.builder(options.model()).pooling("mean").build()) {
      float[][] vectors = embedder.embed(texts(known));
      matches = SimilaritySearch.in(vectors).nearest(embedder.embed(texts(asked)), 3);
    }
    System.out.println("Like \"" + asked.get(0).text() + "\":");
    for (SimilaritySearch.Match match : matches.get(0)) {
      System.out.printf("%5.2f  %s%n", match.similarity(), known.get(match.index()).text());
    }
    int same = 0;
    for (int i = 0; i < asked.size(); i++) {
      TextExample nearest = known.get(matches.get(i).get(0).index());
      same += nearest.labels().equals(asked.get(i).labels()) ? 1 : 0;
    }
    return Map.of("same-label", (double) same / asked.size());
  }

  private static List<String> texts(List<TextExample> examples) {
    return examples.stream().map(TextExample::text).toList();
  }
}
