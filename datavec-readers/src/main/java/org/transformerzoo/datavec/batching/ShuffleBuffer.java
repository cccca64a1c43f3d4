package org.transformerzoo.datavec.batching;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Shuffles what does not fit into memory: of a bounded number of elements at hand one is drawn, and
 * the next of the source takes its place. No element comes earlier than {@code capacity} - 1 places
 * before its own; with a capacity of at least all elements every order is equally likely.
 */
final class ShuffleBuffer<T> implements Iterator<T> {

  private final Iterator<T> source;
  private final int capacity;
  private final RandomStream random;
  private final List<T> atHand = new ArrayList<>();

  ShuffleBuffer(Iterator<T> source, int capacity, RandomStream random) {
    this.source = source;
    this.capacity = capacity;
    this.random = random;
  }

  @Override
  public boolean hasNext() {
    return !atHand.isEmpty() || source.hasNext();
  }

  @Override
  public T next() {
    while (atHand.size() < capacity && source.hasNext()) {
      atHand.add(source.next());
    }
    if (atHand.isEmpty()) {
      throw new NoSuchElementException("no elements left");
    }
    int drawn = random.below(atHand.size());
    T last = atHand.remove(atHand.size() - 1);
    return drawn == atHand.size() ? last : atHand.set(drawn, last);
  }
}
