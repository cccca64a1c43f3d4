package org.transformerzoo.training.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What a checkpoint consists of: {@code manifest.json}.
 *
 * @param format the version of this layout
 * @param fingerprint the settings that a run which goes on from here must share
 * @param position the numbers of the state
 * @param arrays the arrays by name; each is a file of little-endian float32
 */
record Manifest(
    int format,
    Map<String, String> fingerprint,
    JsonNode position,
    Map<String, ArrayEntry> arrays) {

  static final String NAME = "manifest.json";
  static final int FORMAT = 2;

  /**
   * An array's file.
   *
   * @param length number of floats
   * @param crc32c checksum of the bytes
   */
  record ArrayEntry(long length, long crc32c) {}

  static String fileOf(String array) {
    return array + ".f32";
  }
}
