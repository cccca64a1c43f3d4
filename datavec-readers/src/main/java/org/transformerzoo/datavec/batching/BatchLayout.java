package org.transformerzoo.datavec.batching;

/**
 * What is where in the {@code MultiDataSet}s of {@link BatchIterator}. With batch b and padded
 * length t:
 *
 * <ul>
 *   <li>features {@link #INPUT_IDS}, {@link #ATTENTION_MASK} and {@link #TOKEN_TYPE_IDS}: INT [b,
 *       t]; the mask is 1 for a token and 0 for padding
 *   <li>feature {@link #TEXT_ROLES}, if it is known of all examples: INT [b, 1], 0 for a query and
 *       1 for a document
 *   <li>where the examples are permuted, and no roles are told, features {@link #PERMUTATION_MASK}:
 *       FLOAT [b, t, t], 1 where a position must not see another, and {@link #TARGET_MAPPING}:
 *       FLOAT [b, n, t], 1 at the position of each of n targets; {@link #LABELS} are then INT [b,
 *       n]
 *   <li>labels {@link #LABELS}: classes INT [b]; numbers FLOAT [b, n]; several classes at once
 *       FLOAT [b, classes] of 0 and 1; tags INT [b, t] with {@link #IGNORED} where a token has
 *       none; texts to write INT [b, padded text] with {@link #IGNORED} behind their end. Without
 *       labels there is no such array.
 *   <li>where the examples are pairs, labels {@link #NEXT_SENTENCE}: INT [b], 0 where the second
 *       text follows the first and 1 where it does not
 * </ul>
 */
public final class BatchLayout {

  /** Index of the token ids among the features. */
  public static final int INPUT_IDS = 0;

  /** Index of the attention mask among the features. */
  public static final int ATTENTION_MASK = 1;

  /** Index of the segment ids among the features. */
  public static final int TOKEN_TYPE_IDS = 2;

  /** Index of the roles of the texts among the features, if there are that many features. */
  public static final int TEXT_ROLES = 3;

  /** Index of the permutation masks among the features, where there are any. */
  public static final int PERMUTATION_MASK = 3;

  /** Index of the target mappings among the features, where there are any. */
  public static final int TARGET_MAPPING = 4;

  /** Index of the labels among the label arrays. */
  public static final int LABELS = 0;

  /** Index of the answers about pairs among the label arrays, where there are any. */
  public static final int NEXT_SENTENCE = 1;

  /** The label of a token that does not take part in the loss. */
  public static final int IGNORED = -100;

  private BatchLayout() {}
}
