package org.transformerzoo.zoo.hub;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file as the hub describes it.
 *
 * @param address where it is, on the hub itself
 * @param etag what changes whenever its content does, empty if the hub does not say
 * @param length how many bytes it has
 * @param commit the commit that the revision stands for
 */
record RemoteFile(URI address, String etag, OptionalLong length, Optional<String> commit) {

  /** The same file at an address that always means the same content. */
  RemoteFile at(URI other) {
    return new RemoteFile(other, etag, length, commit);
  }

  /** The hub's ETag of a large file is its SHA-256; that of a small one is something else. */
  Optional<Sha256> sha256() {
    return Sha256.recognise(etag);
  }
}
