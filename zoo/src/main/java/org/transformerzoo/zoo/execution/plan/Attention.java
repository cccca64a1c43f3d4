package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * {@code context} = (softmax(scale·query·keyᵀ + bias)·mask)·value. It is computed sequence by
 * sequence, so that the scores of one stay in the cache.
 *
 * @param query [batch, length, heads, depth]
 * @param key [batch, keys, heads, depth]
 * @param value [batch, keys, heads, depth]
 * @param bias added to the scores; each size that of the scores or 1; has no gradient unless it has
 *     the shape of the scores
 * @param mask what the probabilities are multiplied with, has no gradient, [batch, heads, length,
 *     keys]
 * @param probabilities [batch, heads, length, keys]; [1, heads, length, keys], of the last
 *     sequence, where no gradient is wanted
 * @param room working memory
 * @param context [batch, length, heads, depth]
 */
record Attention(
    Tensor query,
    Tensor key,
    Tensor value,
    float scale,
    Optional<Tensor> bias,
    Optional<Tensor> mask,
    Tensor probabilities,
    Room room,
    Tensor context)
    implements Rowwise {

  /**
   * Working memory of one operation.
   *
   * @param bias the bias as the kernel reads it, where there is one
   * @param scores of one sequence, [1, heads, length, keys]
   */
  record Room(Optional<Tensor> bias, Tensor scores) {

    private Stream<Tensor> tensors() {
      return Stream.concat(bias.stream(), Stream.of(scores));
    }

    private Room on(UnaryOperator<Tensor> map) {
      return new Room(bias.map(map), map.apply(scores));
    }
  }

  /**
   * The product of {@code probabilities}, through {@code mask} if there is one, with values.
   *
   * @param training whether the probabilities are needed again
   */
  static Attention of(
      AttentionProbabilities probabilities,
      Optional<Tensor> mask,
      Tensor value,
      Tensor context,
      boolean training) {
    long[] one = probabilities.probabilities().shape();
    one[0] = 1;
    return new Attention(
        probabilities.query(),
        probabilities.key(),
        value,
        probabilities.scale(),
        probabilities.bias(),
        mask,
        training ? probabilities.probabilities() : Tensor.computed("probabilities", one),
        new Room(
            probabilities.bias().map(bias -> Tensor.computed("scaled bias", bias.shape())),
            Tensor.computed("scores", one)),
        context);
  }

  /** The number of sequences. */
  int batch() {
    return Math.toIntExact(query.size(0));
  }

  @Override
  public List<Tensor> inputs() {
    List<Tensor> inputs = new ArrayList<>(List.of(query, key, value));
    Stream.of(bias, mask).forEach(optional -> optional.ifPresent(inputs::add));
    return inputs;
  }

  @Override
  public List<Tensor> outputs() {
    List<Tensor> outputs = new ArrayList<>(List.of(context, probabilities));
    room.tensors().forEach(outputs::add);
    return outputs;
  }

  @Override
  public Tensor result() {
    return context;
  }

  @Override
  public Optional<Map<Tensor, RowSelection>> reads(RowSelection selection) {
    if (!(selection instanceof OnePosition position)
        || position.sequences() != batch()
        || position.length() != query.size(1)
        || query == key
        || query == value) {
      return Optional.empty();
    }
    Map<Tensor, RowSelection> reads = new HashMap<>(Map.of(query, position));
    mask.ifPresent(factor -> reads.put(factor, position.ofScores(factor)));
    byQuery().ifPresent(added -> reads.put(added, position.ofScores(added)));
    return Optional.of(reads);
  }

  @Override
  public Attention at(RowSelection selection, Narrowing narrowing) {
    OnePosition position = (OnePosition) selection;
    UnaryOperator<Tensor> narrow =
        scores -> narrowing.of(scores, position.ofScores(scores)).view(oneScore(scores));
    Optional<Tensor> added = byQuery().map(narrow).or(() -> bias);
    return new Attention(
        narrowing.of(query, position).view(oneQuery(query)),
        key,
        value,
        scale,
        added,
        mask.map(narrow),
        Tensor.computed(probabilities.name(), oneScore(probabilities)),
        new Room(
            added.map(tensor -> Tensor.computed("scaled bias", tensor.shape())),
            Tensor.computed("scores", oneScore(room.scores()))),
        Tensor.computed(context.name(), oneQuery(context)));
  }

  /** The bias, if it is not the same for all queries. */
  private Optional<Tensor> byQuery() {
    return bias.filter(added -> added.size(2) != 1);
  }

  private static long[] oneQuery(Tensor tokens) {
    return new long[] {tokens.size(0), 1, tokens.size(2), tokens.size(3)};
  }

  private static long[] oneScore(Tensor scores) {
    return new long[] {scores.size(0), scores.size(1), 1, scores.size(3)};
  }

  @Override
  public void differentiate(Gradients gradients) {
    Optional<Tensor> learned = bias.filter(gradients::needed);
    AttentionGradient gradient =
        AttentionGradient.of(this, gradients.of(context), learned.isPresent());
    gradients.emit(gradient);
    learned.ifPresent(added -> gradients.add(added, gradient.scores()));
    gradients.add(query, gradient.dquery());
    gradients.add(key, gradient.dkey());
    gradients.add(value, gradient.dvalue());
  }

  @Override
  public Attention on(UnaryOperator<Tensor> map) {
    return new Attention(
        map.apply(query),
        map.apply(key),
        map.apply(value),
        scale,
        bias.map(map),
        mask.map(map),
        map.apply(probabilities),
        room.on(map),
        map.apply(context));
  }

  @Override
  public Call bind(Memory memory) {
    return memory.kernels().attention(this, memory);
  }
}
