package org.transformerzoo.zoo.execution.plan;

import java.util.LinkedHashSet;
import java.util.Set;

/** Working memory that the calls of one lane use in turn; as large as the largest call wants. */
final class Scratch implements AutoCloseable {

  /** A call that needs working memory. */
  interface User {
    /** How many bytes it needs. */
    long scratchBytes();

    /** Tells it where they are; again whenever they move. */
    void useScratch(long address);
  }

  private final Set<User> users = new LinkedHashSet<>();
  private Arena arena = new Arena(0);

  /** Provides for {@code user}. */
  void add(User user) {
    users.add(user);
    if (user.scratchBytes() > arena.bytes()) {
      arena.close();
      arena = new Arena(user.scratchBytes());
      users.forEach(each -> each.useScratch(arena.address()));
    } else {
      user.useScratch(arena.address());
    }
  }

  /** Forgets {@code user}. */
  void remove(User user) {
    users.remove(user);
  }

  @Override
  public void close() {
    users.clear();
    arena.close();
  }
}
