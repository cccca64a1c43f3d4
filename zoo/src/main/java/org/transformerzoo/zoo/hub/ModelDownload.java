package org.transformerzoo.zoo.hub;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.hub.DownloadRecord.Entry;
import org.transformerzoo.zoo.hub.DownloadRecord.StoredFile;
import org.transformerzoo.zoo.hub.WeightFiles.HubPath;

/** Fills a model's folder with the files that the model needs, all of one commit. */
final class ModelDownload {

  /** What tokenizers and generation read; a repository has some of them. */
  private static final List<String> SMALL_FILES =
      List.of(
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.txt",
          "vocab.json",
          "merges.txt",
          "spiece.model",
          "generation_config.json");

  private final DownloadContext context;
  private final String revision;
  private final RemoteFile config;
  private final Map<String, Sha256> pinned;
  private final List<Entry> done = new ArrayList<>();

  private ModelDownload(
      DownloadContext context, String revision, RemoteFile config, Map<String, Sha256> pinned) {
    this.context = context;
    this.revision = revision;
    this.config = config;
    this.pinned = pinned;
  }

  /** Asks the hub for the model and for the commit that its revision stands for. */
  static ModelDownload begin(DownloadContext context, Map<String, Sha256> pinned) {
    RemoteFile config =
        find(context, ConfigFile.NAME)
            .orElseThrow(
                () ->
                    new InvalidModelException(
                        "%s has no model %s with a %s (404)"
                            .formatted(
                                context.settings().endpoint(), context.model(), ConfigFile.NAME)));
    String revision = context.model().revision();
    DownloadContext pinnedContext = context.at(config.commit().orElse(revision));
    URI address =
        HubClient.address(context.settings().endpoint(), pinnedContext.model(), ConfigFile.NAME);
    return new ModelDownload(pinnedContext, revision, config.at(address), pinned);
  }

  /** Brings all files here, the weights last, and records them. */
  void run() throws IOException {
    WeightFiles weights = chooseWeights();
    fetch(ConfigFile.NAME, config);
    for (String name : SMALL_FILES) {
      fetchIfThere(new HubPath(name, name));
    }
    fetchWeights(weights);
    record().write(context.folder().path());
  }

  private DownloadRecord record() {
    return new DownloadRecord(
        context.settings().endpoint().toString(),
        context.model().repository(),
        revision,
        config.commit().orElse(null),
        done);
  }

  private WeightFiles chooseWeights() {
    for (WeightFiles form : WeightFiles.FORMS) {
      if (find(context, form.first().path()).isPresent()) {
        if (!form.isSafetensors()) {
          context
              .listener()
              .note(
                  "%s has no safetensors; its weights come as %s, from %s"
                      .formatted(context.model(), form.label(), form.first().path()));
        }
        return form;
      }
    }
    throw new InvalidModelException(noWeights());
  }

  private String noWeights() {
    List<String> found =
        WeightFiles.UNREADABLE.stream().filter(name -> find(context, name).isPresent()).toList();
    return found.isEmpty()
        ? "%s at %s has no weights, expected model.safetensors, model.onnx or a TensorFlow checkpoint"
            .formatted(context.model(), context.settings().endpoint())
        : ("%s at %s has its weights only as %s, which is not read: look for a conversion at %s and"
                + " name its revision, such as %s@refs/pr/1, or save the model as safetensors with"
                + " transformers")
            .formatted(
                context.model(),
                context.settings().endpoint(),
                String.join(" and ", found),
                HubClient.page(context.settings().endpoint(), context.model()) + "/discussions",
                context.model().repository());
  }

  private void fetchWeights(WeightFiles weights) throws IOException {
    fetch(weights.first());
    for (HubPath further : weights.further()) {
      fetchIfThere(further);
    }
    if (weights.isSharded()) {
      for (String shard : ShardNames.in(context.folder().target(weights.first().name()))) {
        fetch(new HubPath(shard, shard));
      }
    }
  }

  private void fetch(HubPath file) throws IOException {
    RemoteFile remote =
        find(context, file.path())
            .orElseThrow(
                () ->
                    new InvalidModelException(
                        "%s at %s has no file %s, which its other files name"
                            .formatted(
                                context.model(), context.settings().endpoint(), file.path())));
    fetch(file.name(), remote);
  }

  private void fetchIfThere(HubPath file) throws IOException {
    Optional<RemoteFile> remote = find(context, file.path());
    if (remote.isPresent()) {
      fetch(file.name(), remote.get());
    }
  }

  private void fetch(String name, RemoteFile remote) throws IOException {
    Optional<Sha256> checksum = Optional.ofNullable(pinned.get(name));
    StoredFile stored = new FileDownload(context, name, remote, checksum).run();
    done.add(Entry.of(stored));
  }

  private static Optional<RemoteFile> find(DownloadContext context, String path) {
    return new Retries(
            context.settings().retries(), path + " of " + context.model(), context.listener())
        .run(() -> context.client().find(context.model(), path));
  }
}
