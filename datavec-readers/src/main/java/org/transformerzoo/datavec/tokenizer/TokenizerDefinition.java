package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;

/** A way to arrive at a tokenizer.json definition from the files of a model folder. */
interface TokenizerDefinition {

  /** The file that tells that this definition is the one to use, for example vocab.txt. */
  String decisiveFile();

  /**
   * The complete definition in the format of tokenizer.json.
   *
   * @throws org.transformerzoo.datavec.InvalidDataException if the files do not make a tokenizer
   */
  JsonNode assemble(TokenizerFiles files);
}
