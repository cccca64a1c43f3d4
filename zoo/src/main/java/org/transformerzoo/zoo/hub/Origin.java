package org.transformerzoo.zoo.hub;

import java.net.URI;
import java.util.Locale;

/** Scheme, host and port of an address: what a secret belongs to. */
record Origin(String scheme, String host, int port) {

  static Origin of(URI address) {
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    int standardPort = scheme.equals("https") ? 443 : 80;
    int port = address.getPort() < 0 ? standardPort : address.getPort();
    return new Origin(scheme, address.getHost().toLowerCase(Locale.ROOT), port);
  }

  static boolean same(URI one, URI other) {
    return of(one).equals(of(other));
  }
}
