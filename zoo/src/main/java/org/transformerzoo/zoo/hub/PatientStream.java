package org.transformerzoo.zoo.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A stream that fails if nothing comes for too long. The JDK's client limits only the time until
 * the first byte of an answer; a body may hang for ever.
 */
final class PatientStream extends FilterInputStream {

  private final Duration patience;
  private final Thread watch;
  private volatile long lastSign = System.nanoTime();
  private volatile boolean closed;
  private volatile boolean stalled;

  PatientStream(InputStream stream, Duration patience) {
    super(stream);
    this.patience = patience;
    this.watch = new Thread(this::watch, "transformer-zoo-download-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private void watch() {
    while (!closed) {
      long left = patience.toNanos() - (System.nanoTime() - lastSign);
      if (left <= 0) {
        stalled = true;
        closeQuietly();
        return;
      }
      LockSupport.parkNanos(left);
    }
  }

  /** Closing is what wakes the thread that reads. */
  private void closeQuietly() {
    try {
      in.close();
    } catch (IOException e) {
      // The stream is given up; the reader reports why.
      return;
    }
  }

  @Override
  public int read() throws IOException {
    throw new UnsupportedOperationException("read into a buffer");
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    lastSign = System.nanoTime();
    try {
      int count = in.read(buffer, offset, length);
      lastSign = System.nanoTime();
      return endOrStall(count);
    } catch (IOException e) {
      if (stalled) {
        throw new StalledException(patience);
      }
      throw e;
    }
  }

  /** A stream that was closed from outside may look as if it had ended. */
  private int endOrStall(int count) throws IOException {
    if (count < 0 && stalled) {
      throw new StalledException(patience);
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    LockSupport.unpark(watch);
    in.close();
  }
}
