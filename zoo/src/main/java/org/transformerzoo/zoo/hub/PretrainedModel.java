package org.transformerzoo.zoo.hub;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.weights.LoadPolicy;

/** One pretrained model: where it comes from, where it is kept, and the model itself. */
public final class PretrainedModel {

  private final CatalogEntry entry;
  private final HubSettings settings;
  private final ModelCache cache;

  PretrainedModel(CatalogEntry entry, HubSettings settings, ProgressListener listener) {
    this.entry = entry;
    this.settings = settings;
    this.cache = new ModelCache(settings, listener, entry.id(), entry.checksums());
  }

  /** What users call it. */
  public String name() {
    return entry.name();
  }

  /** Where it is on the hub. */
  public ModelId id() {
    return entry.id();
  }

  /** Its page on the hub. */
  public URI url() {
    return HubClient.page(settings.endpoint(), entry.id());
  }

  /** The address of one of its files. */
  public URI url(String file) {
    return HubClient.address(settings.endpoint(), entry.id(), file);
  }

  /** The checksum that {@code file} must have, if one is pinned; otherwise the hub's counts. */
  public Optional<Sha256> checksum(String file) {
    return Optional.ofNullable(entry.checksums().get(file));
  }

  /** The folder where it is kept, whether or not it is there yet. */
  public Path cacheDirectory() {
    return cache.path();
  }

  /**
   * The folder with the model's files, downloaded first if they are not there.
   *
   * @throws HubException if that fails, or if offline mode forbids it
   * @throws org.transformerzoo.zoo.InvalidModelException if there is no such model, or none of a
   *     form that this project reads
   */
  public Path folder() {
    return cache.complete();
  }

  /** The model as its configuration describes it, downloaded first if it is not there. */
  public TransformerModel initPretrained() {
    return TransformerModel.load(folder());
  }

  /**
   * Another model on the same weights, such as one with the head of a new task.
   *
   * @param specification from the model's configuration, what is to be built
   * @param policy which parameters the weights may lack
   */
  public TransformerModel initPretrained(
      Function<ConfigFile, ModelSpecification> specification, LoadPolicy policy) {
    Path folder = folder();
    return TransformerModel.load(folder, specification.apply(ConfigFile.read(folder)), policy);
  }

  @Override
  public String toString() {
    return entry.name() + " (" + entry.id() + ")";
  }
}
