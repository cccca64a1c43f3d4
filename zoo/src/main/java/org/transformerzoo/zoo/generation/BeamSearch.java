package org.transformerzoo.zoo.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.transformerzoo.zoo.architecture.IncrementalDecoder;

/**
 * Follows the {@code beams} best texts of each source, as transformers does: of the 2·{@code beams}
 * best continuations those that end are finished texts, if they are among the first half, and the
 * best of the others are followed.
 */
final class BeamSearch {

  /** So little that only the first of the equal texts that a search begins with is continued. */
  private static final float COPY = -1e9f;

  private final IncrementalDecoder decoder;
  private final DecodingSession session;
  private final TokenRules rules;
  private final GenerationSettings settings;
  private final FinishedTexts[] finished;
  private final boolean[] done;
  private int[][] texts;
  private float[] scores;
  private int length = 1;

  BeamSearch(
      IncrementalDecoder decoder,
      DecodingSession session,
      TokenRules rules,
      GenerationSettings settings) {
    this.decoder = decoder;
    this.session = session;
    this.rules = rules;
    this.settings = settings;
    int rows = session.rows();
    this.finished = new FinishedTexts[rows / settings.beams()];
    this.done = new boolean[finished.length];
    this.texts = new int[rows][settings.maximumNewTokens() + 1];
    this.scores = new float[rows];
    Arrays.setAll(finished, source -> new FinishedTexts(settings));
    for (int row = 0; row < rows; row++) {
      texts[row][0] = decoder.startTokenId();
      scores[row] = row % settings.beams() == 0 ? 0 : COPY;
    }
  }

  int[][] run(IntConsumer progress) {
    while (length <= settings.maximumNewTokens() && !allDone()) {
      float[][] next = session.next(newestTokens());
      for (int row = 0; row < next.length; row++) {
        LogSoftmax.apply(next[row]);
        rules.apply(next[row], texts[row], length);
      }
      List<Continuation> chosen = new ArrayList<>();
      for (int source = 0; source < finished.length; source++) {
        chosen.addAll(advance(source, next));
      }
      follow(chosen);
      progress.accept(length - 1);
    }
    return results();
  }

  private int[] newestTokens() {
    return Arrays.stream(texts).mapToInt(text -> text[length - 1]).toArray();
  }

  /** How the texts of one source go on, one for each beam. */
  private List<Continuation> advance(int source, float[][] next) {
    int beams = settings.beams();
    int first = source * beams;
    List<Continuation> open = new ArrayList<>();
    if (!done[source]) {
      List<Continuation> best = Continuation.best(next, scores, first, first + beams, 2 * beams);
      for (int rank = 0; rank < best.size() && open.size() < beams; rank++) {
        Continuation continuation = best.get(rank);
        if (continuation.token() != decoder.endTokenId()) {
          open.add(continuation);
        } else if (rank < beams) {
          finished[source].add(texts[continuation.row()], length, continuation.score());
        }
      }
      done[source] = finished[source].isDone(best.get(0).score(), length);
    }
    while (open.size() < beams) { // a done source, or fewer words than beams
      open.add(new Continuation(first, decoder.padTokenId(), Float.NEGATIVE_INFINITY));
    }
    return open;
  }

  private void follow(List<Continuation> chosen) {
    int[][] longer = new int[texts.length][];
    float[] newScores = new float[texts.length];
    for (int row = 0; row < texts.length; row++) {
      Continuation continuation = chosen.get(row);
      longer[row] = texts[continuation.row()].clone();
      longer[row][length] = continuation.token();
      newScores[row] = continuation.score();
    }
    session.reorder(chosen.stream().mapToInt(Continuation::row).toArray());
    texts = longer;
    scores = newScores;
    length++;
  }

  private boolean allDone() {
    for (boolean each : done) {
      if (!each) {
        return false;
      }
    }
    return true;
  }

  /** The best text of each source, open ones too where the search was not done. */
  private int[][] results() {
    int[][] best = new int[finished.length][];
    int longest = 0;
    for (int source = 0; source < finished.length; source++) {
      for (int beam = 0; beam < settings.beams() && !done[source]; beam++) {
        int row = source * settings.beams() + beam;
        finished[source].add(texts[row], length, scores[row]);
      }
      best[source] = finished[source].best();
      longest = Math.max(longest, best[source].length);
    }
    int width = Math.min(longest + 1, settings.maximumNewTokens() + 1);
    return Arrays.stream(best).map(text -> ended(text, width)).toArray(int[][]::new);
  }

  private int[] ended(int[] text, int width) {
    int[] padded = Arrays.copyOf(text, width);
    Arrays.fill(padded, text.length, width, decoder.padTokenId());
    if (text.length < width) {
      padded[text.length] = decoder.endTokenId();
    }
    return padded;
  }
}
