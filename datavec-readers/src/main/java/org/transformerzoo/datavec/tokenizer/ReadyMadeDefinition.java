package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;

/** A folder that brings its tokenizer.json: used as it is. */
final class ReadyMadeDefinition implements TokenizerDefinition {

  @Override
  public String decisiveFile() {
    return TokenizerFiles.TOKENIZER_JSON;
  }

  @Override
  public JsonNode assemble(TokenizerFiles files) {
    return files.json(TokenizerFiles.TOKENIZER_JSON);
  }
}
