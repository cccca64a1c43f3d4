package org.transformerzoo.inspect.server;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.javalin.validation.ValidationException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers each failure with one sentence, as {@code {"problem": "…"}}: 400 where it comes of what
 * was asked, 409 where the answer is no longer wanted, and 500 where it is the program's own, whose
 * details the log alone tells.
 */
final class Problems implements RouteGroup {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.exception(
        HttpResponseException.class,
        (e, request) -> tell(request, e.getStatus(), String.valueOf(e.getMessage())));
    routes.exception(
        ValidationException.class,
        (e, request) ->
            tell(
                request,
                HttpStatus.BAD_REQUEST.getCode(),
                "The parameters %s cannot be read".formatted(e.getErrors().keySet())));
    routes.exception(
        CancellationException.class,
        (e, request) ->
            tell(request, HttpStatus.CONFLICT.getCode(), "Something else was asked meanwhile"));
    routes.exception(Exception.class, Problems::fail);
    routes.error(
        HttpStatus.NOT_FOUND,
        request -> tell(request, HttpStatus.NOT_FOUND.getCode(), "There is nothing at this path"));
  }

  private static void fail(Exception e, Context request) {
    if (Sentence.isExpected(e)) {
      tell(request, HttpStatus.BAD_REQUEST.getCode(), Sentence.of(e));
    } else {
      LOG.error("{} {} failed", request.method(), request.path(), e);
      tell(request, HttpStatus.INTERNAL_SERVER_ERROR.getCode(), Sentence.of(e));
    }
  }

  /** What no handler can answer any more, such as a lack of memory. */
  static void fail(HttpServletResponse response, Error error) {
    LOG.error("A request failed", error);
    response.setStatus(HttpStatus.INTERNAL_SERVER_ERROR.getCode());
    response.setContentType(Json.TYPE);
    try {
      response.getOutputStream().write(Json.bytes(problem(Sentence.of(error))));
    } catch (IOException e) {
      throw new UncheckedIOException("The answer cannot be sent", e);
    }
  }

  private static Map<String, String> problem(String sentence) {
    return Map.of("problem", sentence);
  }

  private static void tell(Context request, int status, String sentence) {
    request.status(status);
    Json.write(request, problem(sentence));
  }
}
