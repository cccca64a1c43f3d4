package org.transformerzoo.zoo.hub;

import java.util.regex.Pattern;
import org.transformerzoo.zoo.InvalidModelException;

/**
 * A model on the hub, at one revision.
 *
 * @param repository {@code organisation/name}
 * @param revision a branch, a tag, a commit or a reference such as {@code refs/pr/1}
 */
public record ModelId(String repository, String revision) {

  /** The revision of an id that names none. */
  public static final String DEFAULT_REVISION = "main";

  private static final Pattern REPOSITORY = Pattern.compile("\\w[\\w.-]{0,95}/\\w[\\w.-]{0,95}");
  private static final Pattern REVISION = Pattern.compile("\\w[\\w.+/-]{0,199}");

  /** Both become part of addresses and of folder names, so nothing unusual is let through. */
  public ModelId {
    if (!REPOSITORY.matcher(repository).matches()
        || repository.contains("..")
        || repository.contains("--")) {
      throw new InvalidModelException(
          "\"%s\" is no id of a model, expected organisation/name".formatted(repository));
    }
    if (!REVISION.matcher(revision).matches()
        || revision.contains("..")
        || revision.contains("//")
        || revision.endsWith("/")) {
      throw new InvalidModelException(
          "\"%s\" is no revision of %s, expected a branch, a tag or a commit"
              .formatted(revision, repository));
    }
  }

  /** Parses {@code organisation/name} or {@code organisation/name@revision}. */
  public static ModelId parse(String text) {
    int at = text.indexOf('@');
    return at < 0
        ? new ModelId(text, DEFAULT_REVISION)
        : new ModelId(text.substring(0, at), text.substring(at + 1));
  }

  /** The same model at another revision. */
  public ModelId at(String other) {
    return new ModelId(repository, other);
  }

  /**
   * The folder below the cache directory, a path of two names. An id has no {@code --} and a
   * revision no {@code %}, so different ids never share a folder.
   */
  String folder() {
    return repository.replace("/", "--") + "/" + revision.replace("/", "%2F");
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return repository + "@" + revision;
  }
}
