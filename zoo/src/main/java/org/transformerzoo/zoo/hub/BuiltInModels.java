package org.transformerzoo.zoo.hub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The usual checkpoints of the four families by their usual names. */
final class BuiltInModels {

  /** Every size that the authors of the small BERTs trained; a head is 64 wide. */
  private static final int[] SMALL_LAYERS = {2, 4, 6, 8, 10, 12};

  private static final int[] SMALL_WIDTHS = {128, 256, 512, 768};
  private static final int HEAD_WIDTH = 64;

  private BuiltInModels() {}

  /** All of them, by name. */
  static Map<String, CatalogEntry> all() {
    List<CatalogEntry> entries = new ArrayList<>();
    for (String organisationAndName :
        List.of(
            "google-bert/bert-base-cased",
            "google-bert/bert-base-uncased",
            "google-bert/bert-base-multilingual-cased",
            "google-bert/bert-base-multilingual-uncased",
            "google-bert/bert-large-cased",
            "google-bert/bert-large-uncased",
            "FacebookAI/roberta-base",
            "FacebookAI/roberta-large",
            "xlnet/xlnet-base-cased",
            "xlnet/xlnet-large-cased",
            "facebook/bart-base",
            "facebook/bart-large")) {
      entries.add(entry(organisationAndName));
    }
    for (int layers : SMALL_LAYERS) {
      for (int width : SMALL_WIDTHS) {
        entries.add(
            entry(
                "google/bert_uncased_L-%d_H-%d_A-%d".formatted(layers, width, width / HEAD_WIDTH)));
      }
    }
    Map<String, CatalogEntry> byName = new LinkedHashMap<>();
    entries.forEach(entry -> byName.put(entry.name(), entry));
    return byName;
  }

  private static CatalogEntry entry(String id) {
    return CatalogEntry.of(id.substring(id.indexOf('/') + 1), ModelId.parse(id));
  }
}
