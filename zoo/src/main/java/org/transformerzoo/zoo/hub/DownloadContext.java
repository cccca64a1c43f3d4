package org.transformerzoo.zoo.hub;

/**
 * What the downloads of one model's files share.
 *
 * @param model the model, at the commit that its revision stands for
 * @param folder where its files go
 */
record DownloadContext(
    HubSettings settings,
    HubClient client,
    ProgressListener listener,
    ModelId model,
    DownloadFolder folder) {

  /** The same at another revision. */
  DownloadContext at(String revision) {
    return new DownloadContext(settings, client, listener, model.at(revision), folder);
  }
}
