package org.transformerzoo.zoo.hub;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Where models come from and where they go.
 *
 * @param endpoint the hub, such as {@code https://huggingface.co}
 * @param token what is sent to the endpoint, and to no other host
 * @param cacheDirectory the folder with one folder per model
 * @param offline whether only models in the cache are used
 * @param retries what happens when the hub fails for a moment
 * @param patience how long a silent connection is waited for
 */
public record HubSettings(
    URI endpoint,
    Optional<AccessToken> token,
    Path cacheDirectory,
    boolean offline,
    RetryPolicy retries,
    Duration patience) {

  /** The hub unless another is named. */
  public static final String DEFAULT_ENDPOINT = "https://huggingface.co";

  /** System property of the endpoint; wins over the environment. */
  public static final String ENDPOINT_PROPERTY = "org.transformerzoo.hub.endpoint";

  /** System property that forbids downloads if it is {@code true}. */
  public static final String OFFLINE_PROPERTY = "org.transformerzoo.hub.offline";

  /** Deeplearning4j's own system property of its resources, of which the models are a part. */
  public static final String RESOURCES_PROPERTY = "org.deeplearning4j.resources.directory";

  private static final String MODELS_FOLDER = "models";
  private static final Duration STANDARD_PATIENCE = Duration.ofSeconds(60);
  private static final Set<String> YES = Set.of("1", "true", "yes", "on");

  /** Checks the endpoint. */
  public HubSettings {
    boolean web = "https".equals(endpoint.getScheme()) || "http".equals(endpoint.getScheme());
    if (!web
        || endpoint.getHost() == null
        || endpoint.getRawUserInfo() != null
        || endpoint.getRawQuery() != null
        || endpoint.getRawFragment() != null) {
      // The address is not shown: it may hold a password.
      throw new IllegalArgumentException(
          "The hub's endpoint is no plain web address, expected one like " + DEFAULT_ENDPOINT);
    }
  }

  /** As system properties and environment variables say. */
  public static HubSettings fromEnvironment() {
    return from(System.getenv(), System.getProperties());
  }

  /** As {@code environment} and {@code properties} say; a property wins over a variable. */
  static HubSettings from(Map<String, String> environment, Properties properties) {
    String endpoint =
        firstOf(
            properties.getProperty(ENDPOINT_PROPERTY),
            environment.get("TRANSFORMER_ZOO_ENDPOINT"),
            environment.get("HF_ENDPOINT"));
    String offline =
        firstOf(
            properties.getProperty(OFFLINE_PROPERTY),
            environment.get("TRANSFORMER_ZOO_OFFLINE"),
            environment.get("HF_HUB_OFFLINE"));
    String token = firstOf(environment.get("HF_TOKEN"));
    return new HubSettings(
        parseEndpoint(endpoint.isEmpty() ? DEFAULT_ENDPOINT : endpoint),
        token.isEmpty() ? Optional.empty() : Optional.of(AccessToken.of(token)),
        resources(properties).resolve(MODELS_FOLDER),
        YES.contains(offline.toLowerCase(Locale.ROOT)),
        RetryPolicy.standard(),
        STANDARD_PATIENCE);
  }

  /** The same with another hub. */
  public HubSettings withEndpoint(URI other) {
    return new HubSettings(other, token, cacheDirectory, offline, retries, patience);
  }

  /** The same with a token, which the endpoint alone is told. */
  public HubSettings withToken(AccessToken other) {
    return new HubSettings(
        endpoint, Optional.of(other), cacheDirectory, offline, retries, patience);
  }

  /** The same with another folder for the models. */
  public HubSettings withCacheDirectory(Path other) {
    return new HubSettings(endpoint, token, other, offline, retries, patience);
  }

  /** The same, online or offline. */
  public HubSettings withOffline(boolean other) {
    return new HubSettings(endpoint, token, cacheDirectory, other, retries, patience);
  }

  /** The same with other retries. */
  public HubSettings withRetries(RetryPolicy other) {
    return new HubSettings(endpoint, token, cacheDirectory, offline, other, patience);
  }

  /** The same with another patience. */
  public HubSettings withPatience(Duration other) {
    return new HubSettings(endpoint, token, cacheDirectory, offline, retries, other);
  }

  private static URI parseEndpoint(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      // Without the cause, whose message has the address: it may hold a password.
      throw new IllegalArgumentException(
          "The hub's endpoint is no web address, expected one like " + DEFAULT_ENDPOINT);
    }
  }

  private static Path resources(Properties properties) {
    String configured = firstOf(properties.getProperty(RESOURCES_PROPERTY));
    return configured.isEmpty()
        ? Path.of(properties.getProperty("user.home"), ".deeplearning4j")
        : Path.of(configured);
  }

  /** The first that says something: an empty variable is how many shells unset one. */
  private static String firstOf(String... candidates) {
    for (String candidate : candidates) {
      if (candidate != null && !candidate.isBlank()) {
        return candidate.strip();
      }
    }
    return "";
  }
}
