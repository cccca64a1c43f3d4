package org.transformerzoo.inspect.server;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.zoo.InvalidModelException;

/** Answers each failure with one sentence, as {@code {"problem": "…"}}. */
final class Problems implements RouteGroup {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.exception(HttpResponseException.class, (e, request) -> refuse(e, request));
    routes.exception(InvalidDataException.class, (e, request) -> bad(e, request));
    routes.exception(InvalidModelException.class, (e, request) -> bad(e, request));
    routes.exception(InvalidSettingException.class, (e, request) -> bad(e, request));
    routes.exception(IllegalArgumentException.class, (e, request) -> bad(e, request));
    routes.exception(
        Exception.class,
        (e, request) -> {
          LOG.error("{} {} failed", request.method(), request.path(), e);
          tell(request, HttpStatus.INTERNAL_SERVER_ERROR.getCode(), Sentence.of(e));
        });
    routes.error(
        HttpStatus.NOT_FOUND,
        request -> tell(request, HttpStatus.NOT_FOUND.getCode(), "There is nothing at this path"));
  }

  private static void refuse(HttpResponseException e, Context request) {
    tell(request, e.getStatus(), Sentence.of(e));
  }

  private static void bad(Exception e, Context request) {
    tell(request, HttpStatus.BAD_REQUEST.getCode(), Sentence.of(e));
  }

  private static void tell(Context request, int status, String sentence) {
    request.status(status);
    Json.write(request, Map.of("problem", sentence));
  }
}
