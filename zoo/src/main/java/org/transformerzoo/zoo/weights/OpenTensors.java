package org.transformerzoo.zoo.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of an open source by name.
 *
 * @param <T> what the source knows about a tensor
 */
public final class OpenTensors<T> implements AutoCloseable {

  private final String location;
  private final Map<String, T> tensors;
  private final Runnable release;
  private boolean closed;

  /**
   * Makes a set of tensors.
   *
   * @param location what messages call the source
   * @param tensors by name, in the order of the source
   * @param release closes the files that hold them
   */
  public OpenTensors(String location, Map<String, T> tensors, Runnable release) {
    this.location = location;
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    this.release = release;
  }

  /** What messages call the source. */
  public String location() {
    return location;
  }

  /** The names in the order of the source. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /**
   * A tensor.
   *
   * @throws IllegalArgumentException if there is none called {@code name}
   * @throws IllegalStateException after {@link #close}
   */
  public T get(String name) {
    if (closed) {
      throw new IllegalStateException(location + " is closed");
    }
    T tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(location + " has no tensor " + name);
    }
    return tensor;
  }

  @Override
  public void close() {
    closed = true;
    release.run();
  }
}
