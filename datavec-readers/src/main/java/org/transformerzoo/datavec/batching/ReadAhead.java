package org.transformerzoo.datavec.batching;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The batches of another iterator, which a thread of its own reads some batches ahead of their use.
 * They are the same in the same order; what fails over there is thrown here, where it would have
 * been. Nothing else may use the other iterator.
 */
public final class ReadAhead extends BatchIterator {

  private final BatchIterator source;
  private final int batchesAhead;
  private final List<AutoCloseable> resources;
  private final int batchesPerEpoch;
  private BatchPosition awaited = BatchPosition.START;
  private Reader reader;

  /**
   * Reads ahead of what is used.
   *
   * @param batchesAhead the most batches that are kept, at least 1
   * @param resources closed in this order, after {@code source}, when this is closed
   * @throws IllegalArgumentException if {@code batchesAhead} is less than 1
   */
  public ReadAhead(BatchIterator source, int batchesAhead, AutoCloseable... resources) {
    if (batchesAhead < 1) {
      throw new IllegalArgumentException(
          "batchesAhead is " + batchesAhead + ", expected at least 1");
    }
    this.source = source;
    this.batchesAhead = batchesAhead;
    this.resources = List.of(resources);
    this.batchesPerEpoch = source.batchesPerEpoch();
  }

  @Override
  public int batchesPerEpoch() {
    return batchesPerEpoch;
  }

  @Override
  public int examplesPerEpoch() {
    return source.examplesPerEpoch();
  }

  @Override
  boolean hasBatchesOf(int examples) {
    return source.hasBatchesOf(examples);
  }

  @Override
  void goTo(BatchPosition position) {
    boolean followsEpoch =
        position.equals(new BatchPosition(awaited.epoch() + 1, 0))
            && awaited.batch() == batchesPerEpoch;
    if (!followsEpoch) {
      stop();
    }
    awaited = position;
  }

  @Override
  MultiDataSet read() {
    if (reader == null) {
      source.startAt(awaited);
      reader = new Reader(source, batchesAhead);
      reader.start();
    }
    MultiDataSet batch = reader.take();
    awaited = awaited.next();
    return batch;
  }

  private void stop() {
    if (reader != null) {
      reader.end();
      reader = null;
    }
  }

  @Override
  public void close() {
    stop();
    source.close();
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException("cannot close what batches are read from", e);
      }
    }
  }

  /** The thread, which goes on from epoch to epoch until it is ended or fails. */
  private static final class Reader extends Thread {

    /** A batch, or why there is none. */
    private record Result(MultiDataSet batch, Throwable failure) {}

    private final BatchIterator source;
    private final BlockingQueue<Result> results;
    private volatile boolean ended;

    Reader(BatchIterator source, int capacity) {
      super("batches read ahead");
      setDaemon(true);
      this.source = source;
      this.results = new ArrayBlockingQueue<>(capacity);
    }

    @Override
    public void run() {
      Result result = new Result(null, null);
      while (!ended && result.failure() == null) {
        result = next();
        put(result);
      }
    }

    private Result next() {
      try {
        if (!source.hasNext()) {
          source.reset();
        }
        return new Result(source.next(), null);
      } catch (RuntimeException | Error e) {
        return new Result(null, e);
      }
    }

    private void put(Result result) {
      try {
        results.put(result);
      } catch (InterruptedException e) {
        ended = true; // nothing here interrupts it: who did wants it to end
      }
    }

    MultiDataSet take() {
      try {
        Result result = results.take();
        if (result.failure() instanceof Error error) {
          throw error;
        }
        if (result.failure() instanceof RuntimeException exception) {
          throw exception;
        }
        return result.batch();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for a batch", e);
      }
    }

    /** Waits for the end, without interrupting: that would close the files that are being read. */
    void end() {
      ended = true;
      results.clear(); // so that a full queue holds nothing up
      try {
        join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
