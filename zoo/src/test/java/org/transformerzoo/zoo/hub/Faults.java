package org.transformerzoo.zoo.hub;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Ways in which a server fails. */
final class Faults {

  private Faults() {}

  static TestHub.Fault status(int status) {
    return (exchange, content) -> exchange.sendResponseHeaders(status, -1);
  }

  static TestHub.Fault status(int status, String header, String value) {
    return (exchange, content) -> {
      exchange.getResponseHeaders().set(header, value);
      exchange.sendResponseHeaders(status, -1);
    };
  }

  static TestHub.Fault redirect(URI place) {
    return (exchange, content) -> TestHub.redirect(exchange, place);
  }

  /** Sends the proper part but breaks the connection at byte {@code end} of the file. */
  static TestHub.Fault dropAt(int end) {
    return (exchange, content) -> {
      int start = TestHub.start(exchange);
      announcePart(exchange, start, content.length);
      // Without closing the body: that would complain that it is too short.
      OutputStream body = exchange.getResponseBody();
      body.write(content, start, end - start);
      body.flush();
    };
  }

  /**
   * The same, once {@code arrived} holds: a client may lose what it has received but not yet read
   * when the connection breaks.
   */
  static TestHub.Fault dropAt(int end, BooleanSupplier arrived) {
    return (exchange, content) -> {
      dropAt(end).answer(exchange, content);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!arrived.getAsBoolean() && System.nanoTime() < deadline) {
        await(new CountDownLatch(1), 1);
      }
    };
  }

  /** Sends the proper part up to byte {@code end} and then nothing, until {@code released}. */
  static TestHub.Fault stallAt(int end, CountDownLatch released) {
    return (exchange, content) -> {
      dropAt(end).answer(exchange, content);
      await(released);
    };
  }

  /** Sends other content, whole and without regard to a range. */
  static TestHub.Fault content(byte[] other) {
    return (exchange, content) -> {
      exchange.sendResponseHeaders(200, other.length);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(other);
      }
    };
  }

  /** Sends other content without announcing its length. */
  static TestHub.Fault contentOfUnknownLength(byte[] other) {
    return (exchange, content) -> {
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(other);
      }
    };
  }

  /** Sends the proper content, a little at a time. */
  static TestHub.Fault slow(int pieces, long millisecondsBetween) {
    return (exchange, content) -> {
      exchange.sendResponseHeaders(200, content.length);
      try (OutputStream body = exchange.getResponseBody()) {
        int piece = content.length / pieces + 1;
        for (int start = 0; start < content.length; start += piece) {
          body.write(content, start, Math.min(piece, content.length - start));
          body.flush();
          await(new CountDownLatch(1), millisecondsBetween);
        }
      }
    };
  }

  private static void announcePart(HttpExchange exchange, int start, int length)
      throws IOException {
    if (start > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(start, length - 1, length));
    }
    exchange.sendResponseHeaders(start > 0 ? 206 : 200, length - start);
  }

  private static void await(CountDownLatch latch) {
    await(latch, TimeUnit.MINUTES.toMillis(1));
  }

  private static void await(CountDownLatch latch, long milliseconds) {
    try {
      boolean released = latch.await(milliseconds, TimeUnit.MILLISECONDS);
      if (!released) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
