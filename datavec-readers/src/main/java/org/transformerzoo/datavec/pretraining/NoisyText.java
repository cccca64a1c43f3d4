package org.transformerzoo.datavec.pretraining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.transformerzoo.datavec.batching.RandomStream;
import org.transformerzoo.datavec.pretraining.TextNoise.Replacement;

/** A text while noise is added to it, token by token, in the order and manner of fairseq. */
final class NoisyText {

  /**
   * A token.
   *
   * @param startsWord whether it is the first piece of a word
   * @param special whether it is not text
   */
  private record Piece(int id, boolean startsWord, boolean special) {}

  private final NoiseTokens tokens;
  private final RandomStream random;
  private List<Piece> pieces = new ArrayList<>();

  NoisyText(TextSequence sequence, NoiseTokens tokens, RandomStream random) {
    this.tokens = tokens;
    this.random = random;
    for (int i = 0; i < sequence.length(); i++) {
      boolean starts = sequence.kinds()[i] == TextSequence.TokenKind.WORD_START;
      pieces.add(new Piece(sequence.inputIds()[i], starts, !sequence.isText(i)));
    }
  }

  int[] ids() {
    return pieces.stream().mapToInt(Piece::id).toArray();
  }

  /** Lets a share of the sentences change places; a sentence ends behind a full stop. */
  void permuteSentences(double share) {
    List<List<Piece>> sentences = sentences();
    int moved = (int) Math.ceil(sentences.size() * share);
    int[] chosen = Arrays.copyOf(random.permutation(sentences.size()), moved);
    int[] shuffled = random.permutation(moved);
    List<List<Piece>> ordered = new ArrayList<>(sentences);
    for (int i = 0; i < moved; i++) {
      ordered.set(chosen[i], sentences.get(chosen[shuffled[i]]));
    }
    List<Piece> result = new ArrayList<>(List.of(pieces.get(0)));
    ordered.forEach(result::addAll);
    result.add(pieces.get(pieces.size() - 1));
    pieces = result;
  }

  private List<List<Piece>> sentences() {
    List<List<Piece>> sentences = new ArrayList<>();
    int start = 1;
    for (int i = 1; i < pieces.size() - 1; i++) {
      boolean last = i == pieces.size() - 2;
      boolean stop = pieces.get(i).id() == tokens.fullStop();
      boolean another = !last && pieces.get(i + 1).id() == tokens.fullStop();
      if (last || (stop && !another)) {
        sentences.add(pieces.subList(start, i + 1));
        start = i + 1;
      }
    }
    return sentences;
  }

  /** Hides a share of the words in spans; spans of no length become insertions. */
  void hide(double share, double meanSpan, Replacement replacement, double randomShare) {
    int[] starts =
        IntStream.range(1, pieces.size() - 1).filter(i -> pieces.get(i).startsWord()).toArray();
    int budget = (int) Math.ceil(starts.length * share);
    if (budget == 0) {
      return;
    }
    boolean spans = meanSpan > 0;
    List<Integer> drawn =
        spans
            ? new SpanLengths(meanSpan).draw(budget, random)
            : IntStream.range(0, budget).mapToObj(i -> 1).toList();
    int[] lengths = drawn.stream().mapToInt(Integer::intValue).filter(n -> n > 0).toArray();
    random.shuffle(starts, starts.length);
    replace(Arrays.copyOf(starts, lengths.length), lengths, replacement, randomShare);
    insertTokens(drawn.size() - lengths.length, randomShare);
  }

  /** All spans advance by one token at a time, as in the reference: where two meet both go on. */
  private void replace(int[] starts, int[] lengths, Replacement replacement, double randomShare) {
    List<Piece> original = List.copyOf(pieces);
    Piece[] result = original.toArray(Piece[]::new);
    for (int span = 0; span < starts.length; span++) {
      boolean drawsRandom = random.happens(randomShare);
      int left = lengths[span];
      for (int i = starts[span]; i < original.size() - 1 && !original.get(i).special(); i++) {
        left -= i > starts[span] && original.get(i).startsWord() ? 1 : 0;
        if (left <= 0) {
          break;
        }
        boolean first = i == starts[span];
        boolean stays =
            replacement == Replacement.MASK || (replacement == Replacement.INFILL && first);
        boolean gone = result[i] == null;
        result[i] = stays && !gone ? filler(drawsRandom, original.get(i)) : null;
      }
    }
    pieces = new ArrayList<>();
    Arrays.stream(result).filter(piece -> piece != null).forEach(pieces::add);
  }

  private Piece filler(boolean drawsRandom, Piece replaced) {
    int id = drawsRandom ? random.below(tokens.vocabularySize()) : tokens.mask();
    return new Piece(id, replaced.startsWord(), false);
  }

  /** Puts in mask tokens, as many as a share of the tokens, rounded up. */
  void insert(double share, double randomShare) {
    insertTokens((int) Math.ceil(pieces.size() * share), randomShare);
  }

  private void insertTokens(int count, double randomShare) {
    int total = pieces.size() + count;
    int[] places = random.permutation(total - 2);
    int randomOnes = (int) Math.ceil(count * randomShare);
    Piece[] result = new Piece[total];
    for (int i = 0; i < count; i++) {
      result[places[i] + 1] = filler(i < randomOnes, new Piece(0, true, false));
    }
    int next = 0;
    for (int i = 0; i < total; i++) {
      result[i] = result[i] == null ? pieces.get(next++) : result[i];
    }
    pieces = new ArrayList<>(List.of(result));
  }

  /** Lets the text begin at a token drawn from all; the first and last tokens stay. */
  void rotate() {
    int last = pieces.size() - 1;
    int offset = 1 + random.below(Math.max(1, last));
    List<Piece> result = new ArrayList<>(List.of(pieces.get(0)));
    result.addAll(pieces.subList(offset, last));
    result.addAll(pieces.subList(1, offset));
    result.add(pieces.get(last));
    pieces = result;
  }
}
