package org.transformerzoo.datavec.reader;

import java.util.List;
import org.datavec.api.transform.schema.Schema;

/** The columns of the records that {@link ExampleWritables} makes, for stock transformations. */
final class TextSchema {

  private TextSchema() {}

  /**
   * The schema of records.
   *
   * @param labelColumnNames the names of the label columns
   */
  static Schema of(TextColumns columns, List<String> labelColumnNames) {
    Schema.Builder schema = new Schema.Builder().addColumnString("text");
    if (columns.pair() != null) {
      schema.addColumnString("pair");
    }
    switch (columns.labelFormat()) {
      case NONE, WORDS -> {}
      case ONE_CLASS -> {
        if (columns.knownLabels().isEmpty()) {
          schema.addColumnString("label");
        } else {
          schema.addColumnCategorical("label", columns.knownLabels());
        }
      }
      case NUMBERS -> labelColumnNames.forEach(schema::addColumnDouble);
      case INDICATORS -> labelColumnNames.forEach(name -> schema.addColumnInteger(name, 0, 1));
      case NAME_LIST -> schema.addColumnString("labels");
      case TAGS -> schema.addColumnString("tags");
      case WRITTEN_TEXT -> schema.addColumnString("target");
    }
    return schema.build();
  }
}
