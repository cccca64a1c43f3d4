package org.transformerzoo.zoo.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.transformerzoo.zoo.InvalidModelException;

/**
 * An answer that brings no file, and what it means.
 *
 * @param settings the hub and who asks
 * @param model what was asked for
 * @param answer what came back
 */
record Refusal(HubSettings settings, ModelId model, Answer answer) {

  private static final String ERROR_CODE = "X-Error-Code";
  private static final String NO_REPOSITORY = "RepoNotFound";
  private static final String NO_REVISION = "RevisionNotFound";

  /** Whether the model itself is there, as far as the hub says. */
  boolean concernsTheFileOnly() {
    return !code().equals(NO_REPOSITORY) && !code().equals(NO_REVISION);
  }

  /**
   * The exception to throw.
   *
   * @throws TemporaryFailure if asking again may help
   */
  RuntimeException exception() throws IOException {
    int status = answer.status();
    if (status == 408 || status == 429 || status >= 500) {
      throw new TemporaryFailure("%s answers %d".formatted(answer.host(), status), requestedWait());
    }
    if (!answer.isFromHub()) {
      return new HubException(
          "%s redirects to %s, which answers %d for a file of %s"
              .formatted(settings.endpoint(), answer.host(), status, model));
    }
    return switch (status) {
      case 401 -> new HubException(notAllowed());
      case 403 -> new HubException(forbidden());
      case 404 -> new InvalidModelException(notFound());
      default ->
          new HubException("%s answers %d for %s".formatted(settings.endpoint(), status, model));
    };
  }

  private String notAllowed() {
    return settings.token().isPresent()
        ? "%s has no model %s that the token in HF_TOKEN may read (401)"
            .formatted(settings.endpoint(), model)
        : "%s has no public model %s; a private or gated one needs a token in HF_TOKEN (401)"
            .formatted(settings.endpoint(), model);
  }

  private String forbidden() {
    return "%s does not let %s read %s; %s may say how to get access (403)"
        .formatted(
            settings.endpoint(),
            settings.token().isPresent() ? "the token in HF_TOKEN" : "anyone without a token",
            model,
            HubClient.page(settings.endpoint(), model));
  }

  private String notFound() {
    return code().equals(NO_REVISION)
        ? "The model %s at %s has no revision %s (404)"
            .formatted(model.repository(), settings.endpoint(), model.revision())
        : "%s has no model %s (404)".formatted(settings.endpoint(), model);
  }

  private String code() {
    return answer.hubHeader(ERROR_CODE).orElse("");
  }

  private Optional<Duration> requestedWait() {
    return answer
        .header("Retry-After")
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }
}
