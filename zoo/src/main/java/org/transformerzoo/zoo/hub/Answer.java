package org.transformerzoo.zoo.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The answers to one request, the redirects among them.
 *
 * @param hops all answers in order, at least one
 * @param endpoint the hub, whose word about a file counts; that of the host it redirects to does
 *     not
 */
record Answer(List<HttpResponse<InputStream>> hops, URI endpoint) {

  private HttpResponse<InputStream> last() {
    return hops.get(hops.size() - 1);
  }

  int status() {
    return last().statusCode();
  }

  InputStream body() {
    return last().body();
  }

  /** The host that gave the last answer. */
  String host() {
    return last().uri().getHost();
  }

  /** Whether the hub itself gave the last answer. */
  boolean isFromHub() {
    return Origin.same(last().uri(), endpoint);
  }

  /** A header of the last answer. */
  Optional<String> header(String name) {
    return last().headers().firstValue(name);
  }

  /** A header of the first answer by the hub itself that has it. */
  Optional<String> hubHeader(String name) {
    return hops.stream()
        .filter(hop -> Origin.same(hop.uri(), endpoint))
        .flatMap(hop -> hop.headers().firstValue(name).stream())
        .findFirst();
  }

  /** The length of the body, or of what a HEAD request asked about. */
  OptionalLong contentLength() {
    return number(header("Content-Length"));
  }

  /** A header's value as a number of bytes, empty if it is absent or no number. */
  static OptionalLong number(Optional<String> value) {
    return value.isPresent() && value.get().matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(value.get()))
        : OptionalLong.empty();
  }

  /** Lets go of the connection. */
  void discard() {
    try {
      body().close();
    } catch (IOException e) {
      // Nothing of the body is wanted any more.
      return;
    }
  }
}
