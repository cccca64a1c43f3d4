package org.transformerzoo.zoo.hub;

import java.util.regex.Pattern;

/** What a hub knows its user by. No method and no message shows it. */
public final class AccessToken {

  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]+");

  private final String secret;

  private AccessToken(String secret) {
    this.secret = secret;
  }

  /**
   * The token {@code secret}, without white space around it.
   *
   * @throws IllegalArgumentException if it is empty or has characters that no token has; the
   *     message does not show it
   */
  public static AccessToken of(String secret) {
    String trimmed = secret.strip();
    if (!VISIBLE.matcher(trimmed).matches()) {
      throw new IllegalArgumentException(
          "The access token is empty or has characters that no token has");
    }
    return new AccessToken(trimmed);
  }

  /** The value of the Authorization header. */
  String authorization() {
    return "Bearer " + secret;
  }

  @Override
  public String toString() {
    return "AccessToken[hidden]";
  }
}
