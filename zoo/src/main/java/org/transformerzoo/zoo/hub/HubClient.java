package org.transformerzoo.zoo.hub;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The hub's files: whether there is one, what it is, and its content. */
final class HubClient {

  /** The hub's header with the ETag of a file that another host stores. */
  static final String LINKED_ETAG = "X-Linked-Etag";

  /** The hub's header with the length of a file that another host stores. */
  static final String LINKED_SIZE = "X-Linked-Size";

  private static final String REPOSITORY_COMMIT = "X-Repo-Commit";
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int BEYOND_THE_END = 416;

  private final HubSettings settings;
  private final HubRequests requests;

  HubClient(HubSettings settings) {
    this.settings = settings;
    this.requests = new HubRequests(settings);
  }

  /** The address of {@code path} in {@code model}. */
  static URI address(URI endpoint, ModelId model, String path) {
    String base = endpoint.toString().replaceAll("/+$", "");
    String revision = URLEncoder.encode(model.revision(), StandardCharsets.UTF_8);
    return URI.create(base + "/" + model.repository() + "/resolve/" + revision + "/" + path);
  }

  /** The page about {@code model}. */
  static URI page(URI endpoint, ModelId model) {
    return URI.create(endpoint.toString().replaceAll("/+$", "") + "/" + model.repository());
  }

  /** Describes the file {@code path} of {@code model}, if it has one. */
  Optional<RemoteFile> find(ModelId model, String path) throws IOException {
    URI address = address(settings.endpoint(), model, path);
    Answer answer = requests.head(address);
    answer.discard();
    boolean redirected = answer.status() / 100 == 3;
    if (answer.status() == OK || redirected) {
      return Optional.of(describe(address, answer));
    }
    Refusal refusal = new Refusal(settings, model, answer);
    if (answer.status() == NOT_FOUND && refusal.concernsTheFileOnly()) {
      return Optional.empty();
    }
    throw refusal.exception();
  }

  /**
   * The content of {@code file} from {@code offset} on, or from its start if the server cannot do
   * better.
   */
  FileContent open(ModelId model, RemoteFile file, long offset) throws IOException {
    Answer answer = requests.get(file.address(), offset);
    if (answer.status() == BEYOND_THE_END && offset > 0) {
      // What is here is longer than the file, so it is the start of something else.
      answer.discard();
      return open(model, file, 0);
    }
    try {
      Optional<FileContent> content = FileContent.of(answer, offset);
      if (content.isEmpty()) {
        throw new Refusal(settings, model, answer).exception();
      }
      return content.get();
    } catch (IOException | RuntimeException e) {
      answer.discard();
      throw e;
    }
  }

  private static RemoteFile describe(URI address, Answer answer) {
    Optional<String> linked = answer.hubHeader(LINKED_ETAG);
    OptionalLong size = Answer.number(answer.hubHeader(LINKED_SIZE));
    return new RemoteFile(
        address,
        bare(linked.or(() -> answer.header("ETag")).orElse("")),
        size.isPresent() ? size : answer.contentLength(),
        answer.hubHeader(REPOSITORY_COMMIT).filter(text -> COMMIT.matcher(text).matches()));
  }

  private static String bare(String etag) {
    return etag.replaceFirst("^W/", "").replace("\"", "");
  }
}
