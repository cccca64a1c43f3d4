package org.transformerzoo.datavec.tokenizer;

import static org.transformerzoo.datavec.tokenizer.NativeLibrary.LIBRARY;

import java.util.Locale;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongFunction;

/**
 * A tokenizer of the native library and its settings.
 *
 * <p>This speaks to the library's own interface rather than to DJL's HuggingFaceTokenizer, which on
 * construction reports its use over the network and fixes one truncation for the life of the
 * object.
 *
 * <p>Truncation is a setting inside the native object, so a call that needs another one than the
 * call before takes the lock for itself; calls that agree with it run side by side.
 */
final class NativeTokenizer implements AutoCloseable {

  private record Setting(Truncation truncation, int maxLength) {}

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final long handle;
  private Setting setting = new Setting(Truncation.DO_NOT_TRUNCATE, 0);
  private boolean closed;

  /**
   * Creates it from the text of a tokenizer.json.
   *
   * @throws RuntimeException if the library refuses the definition
   */
  NativeTokenizer(String definition) {
    handle = LIBRARY.createTokenizerFromString(definition);
    LIBRARY.disablePadding(handle);
    LIBRARY.disableTruncation(handle);
  }

  /** Runs native calls on the handle while the truncation is as asked. */
  <T> T with(Truncation truncation, int maxLength, LongFunction<T> calls) {
    Setting wanted =
        new Setting(truncation, truncation == Truncation.DO_NOT_TRUNCATE ? 0 : maxLength);
    lock.readLock().lock();
    try {
      if (setting.equals(wanted)) {
        return run(calls);
      }
    } finally {
      lock.readLock().unlock();
    }
    lock.writeLock().lock();
    try {
      requireOpen();
      apply(wanted);
      return run(calls);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Runs native calls that do not depend on the truncation. */
  <T> T with(LongFunction<T> calls) {
    lock.readLock().lock();
    try {
      return run(calls);
    } finally {
      lock.readLock().unlock();
    }
  }

  private <T> T run(LongFunction<T> calls) {
    requireOpen();
    return calls.apply(handle);
  }

  private void apply(Setting wanted) {
    if (wanted.truncation() == Truncation.DO_NOT_TRUNCATE) {
      LIBRARY.disableTruncation(handle);
    } else {
      String strategy = wanted.truncation().publicName().toUpperCase(Locale.ROOT);
      LIBRARY.setTruncation(handle, wanted.maxLength(), strategy, 0);
    }
    setting = wanted;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the tokenizer is closed");
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        LIBRARY.deleteTokenizer(handle);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
