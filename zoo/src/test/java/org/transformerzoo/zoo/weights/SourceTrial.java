package org.transformerzoo.zoo.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.transformerzoo.zoo.InvalidModelException;

/**
 * Opens a damaged source and reads all of it: that must succeed or end in our own exception, and
 * take little memory.
 */
public final class SourceTrial {

  /** Far more than any small file needs, far less than a length taken on trust. */
  private static final long MOST_BYTES = 4 << 20;

  /** A tensor that a few bytes describe may be huge; a model would refuse its shape. */
  private static final long MOST_ELEMENTS = 10_000;

  private final String location;

  /** Makes a trial of sources whose errors all name {@code location}. */
  public SourceTrial(String location) {
    this.location = location;
  }

  /** Reads a sound source, so that classes are loaded before allocations are counted. */
  public void warmUp(Supplier<TensorSource> opening) {
    try (TensorSource source = opening.get()) {
      source.names().forEach(name -> SourceValues.of(source, name));
    }
    assertThat(new InvalidModelException(location)).hasMessageContaining(location);
  }

  /**
   * Whether the source is refused.
   *
   * @param which what a failure calls it
   */
  public boolean isRefused(String which, Supplier<TensorSource> opening) {
    long before = allocated();
    boolean refused = false;
    try (TensorSource source = opening.get()) {
      for (String name : source.names()) {
        if (source.describe(name).length() <= MOST_ELEMENTS) {
          SourceValues.of(source, name);
        }
      }
    } catch (InvalidModelException e) {
      assertThat(e).as(which).hasMessageContaining(location);
      assertThat(e.getMessage()).as(which).doesNotContain("\n").hasSizeLessThan(600);
      refused = true;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(which, e);
    }
    assertThat(allocated() - before).as("bytes allocated by %s", which).isLessThan(MOST_BYTES);
    return refused;
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }
}
