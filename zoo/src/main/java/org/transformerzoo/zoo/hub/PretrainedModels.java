package org.transformerzoo.zoo.hub;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.zoo.InvalidModelException;

/**
 * Pretrained models by name.
 *
 * <pre>{@code
 * TransformerModel bert = PretrainedModels.standard().named("bert-base-uncased").initPretrained();
 * }</pre>
 *
 * <p>A name is one of {@link #names()}, or the id of any model on the hub: {@code
 * organisation/name}. Either may be followed by {@code @} and a revision, a branch, a tag or a
 * commit; only a commit always means the same files. What was downloaded once is not asked for
 * again.
 */
public final class PretrainedModels {

  private final Map<String, CatalogEntry> entries;
  private final HubSettings settings;
  private final ProgressListener listener;

  private PretrainedModels(
      Map<String, CatalogEntry> entries, HubSettings settings, ProgressListener listener) {
    this.entries = entries;
    this.settings = settings;
    this.listener = listener;
  }

  /** The usual checkpoints, from and to where the environment says. */
  public static PretrainedModels standard() {
    return with(HubSettings.fromEnvironment());
  }

  /** The usual checkpoints, from and to where {@code settings} says. */
  public static PretrainedModels with(HubSettings settings) {
    return new PretrainedModels(BuiltInModels.all(), settings, ProgressListener.none());
  }

  /** The same models; {@code other} hears how downloads get on. */
  public PretrainedModels listener(ProgressListener other) {
    return new PretrainedModels(entries, settings, other);
  }

  /** These models and one more, or another one of the same name. */
  public PretrainedModels and(CatalogEntry entry) {
    Map<String, CatalogEntry> more = new LinkedHashMap<>(entries);
    more.put(entry.name(), entry);
    return new PretrainedModels(more, settings, listener);
  }

  /** The names that need no organisation. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /**
   * The model of that name; nothing is downloaded yet.
   *
   * @throws InvalidModelException if it is neither a known name nor an id
   */
  public PretrainedModel named(String name) {
    return new PretrainedModel(entry(name), settings, listener);
  }

  /** The folder that {@code nameOrFolder} is, or else the one of the model of that name. */
  public Path folder(String nameOrFolder) {
    Path folder = Path.of(nameOrFolder);
    return Files.isDirectory(folder) ? folder : named(nameOrFolder).folder();
  }

  private CatalogEntry entry(String name) {
    if (entries.containsKey(name)) {
      return entries.get(name);
    }
    int at = name.indexOf('@');
    String plain = at < 0 ? name : name.substring(0, at);
    if (entries.containsKey(plain)) {
      // Pinned checksums are those of the entry's own revision.
      return CatalogEntry.of(name, entries.get(plain).id().at(name.substring(at + 1)));
    }
    if (!plain.contains("/")) {
      throw new InvalidModelException(
          "There is no model \"%s\": expected organisation/name, a folder or one of %s"
              .formatted(plain, String.join(", ", entries.keySet())));
    }
    return CatalogEntry.of(name, ModelId.parse(name));
  }
}
