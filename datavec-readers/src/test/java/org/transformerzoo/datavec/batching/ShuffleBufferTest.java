package org.transformerzoo.datavec.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleBufferTest {

  private static List<Integer> shuffled(int count, int capacity, long seed) {
    Iterator<Integer> source = IntStream.range(0, count).iterator();
    ShuffleBuffer<Integer> buffer =
        new ShuffleBuffer<>(source, capacity, new RandomStream(seed, "test"));
    List<Integer> all = new ArrayList<>();
    buffer.forEachRemaining(all::add);
    assertThatThrownBy(buffer::next).isInstanceOf(NoSuchElementException.class);
    return all;
  }

  @Test
  void nothingIsLostAndNothingComesTooEarly() {
    for (int capacity : new int[] {1, 2, 10, 99, 1000}) {
      List<Integer> all = shuffled(100, capacity, 4);

      assertThat(all).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).boxed().toList());
      for (int place = 0; place < all.size(); place++) {
        assertThat(all.get(place)).isLessThanOrEqualTo(place + capacity - 1);
      }
    }
    assertThat(shuffled(100, 1, 4)).isSorted();
  }

  @Test
  void withRoomForAllEveryOrderComesUp() {
    Set<List<Integer>> orders = new HashSet<>();
    for (long seed = 0; seed < 500; seed++) {
      orders.add(shuffled(4, 4, seed));
    }
    assertThat(orders).hasSize(24);
  }
}
