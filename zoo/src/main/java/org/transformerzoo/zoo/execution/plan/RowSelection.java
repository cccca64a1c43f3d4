package org.transformerzoo.zoo.execution.plan;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which rows of its tensors a program reads. A tensor that has such rows is [rows, width], or has
 * the same bytes under another shape.
 */
sealed interface RowSelection permits OnePosition, LabelledRows {

  /** The number of all rows. */
  long rows();

  /** The number of those that are read. */
  long count();

  /** The numbers of the rows that are read, int32, [count]. */
  Tensor ids();

  /** The operation that copies what is read of {@code all} to {@code selected}, [count, width]. */
  default EmbeddingLookup copy(Tensor all, Tensor selected) {
    return new EmbeddingLookup(all.view(rows(), width(all)), ids(), selected);
  }

  /** Entries in each row of {@code all}. */
  default long width(Tensor all) {
    return all.length() / rows();
  }

  /** Whether {@code all} can be such rows. */
  default boolean divides(Tensor all) {
    return all.length() % rows() == 0;
  }

  /** What an operation reads that works entry by entry on {@code tensors} of one shape. */
  default Optional<Map<Tensor, RowSelection>> ofEach(Tensor... tensors) {
    return divides(tensors[0])
        ? Optional.of(Stream.of(tensors).distinct().collect(toMap(identity(), tensor -> this)))
        : Optional.empty();
  }
}
