package org.transformerzoo.inspect;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.training.analysis.Observation;

/** A data set with what each model says about it, as far as they were asked. */
public final class ObservedData {

  private static final int AT_ONCE = 256;

  private final InspectedData data;
  private final DataView view;
  private final List<InspectedModel> models;
  private final List<List<Observation>> observations; // [models][examples]
  private boolean stopped;

  ObservedData(InspectedData data, List<InspectedModel> models) {
    this.data = data;
    this.view = DataView.of(data);
    this.models = List.copyOf(models);
    this.observations = models.stream().<List<Observation>>map(m -> new ArrayList<>()).toList();
  }

  /** The data set. */
  public InspectedData data() {
    return data;
  }

  /** The data set as the page gets it. */
  DataView view() {
    return view;
  }

  /** Who is asked about it. */
  public List<InspectedModel> models() {
    return models;
  }

  /** Of how many examples, from the first on, there are observations. */
  public synchronized int count() {
    return observations.get(observations.size() - 1).size();
  }

  /** What the model at {@code model} says, as far as it was asked. */
  public synchronized List<Observation> observations(int model) {
    return List.copyOf(observations.get(model).subList(0, count()));
  }

  /** Whether the models were asked about every example. */
  public boolean complete() {
    return count() == data.examples().size();
  }

  /** Asks the models about all examples. */
  void observe() {
    List<TextExample> all = data.examples();
    BitSet truths = data.truths();
    for (int begin = 0; begin < all.size() && !isStopped(); begin += AT_ONCE) {
      int start = begin;
      List<TextExample> some = all.subList(start, Math.min(start + AT_ONCE, all.size()));
      IntPredicate known = place -> truths.get(start + place);
      add(models.stream().map(model -> model.observer().observe(some, known)).toList());
    }
  }

  private synchronized void add(List<List<Observation>> found) {
    for (int model = 0; model < found.size(); model++) {
      observations.get(model).addAll(found.get(model));
    }
    notifyAll();
  }

  /** Waits until there are more observations than {@code count}, or all, but not for long. */
  synchronized void awaitMore(int count, long milliseconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
    long left = milliseconds;
    while (!stopped && left > 0 && count() <= count && !complete()) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
  }

  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  private synchronized boolean isStopped() {
    return stopped;
  }
}
