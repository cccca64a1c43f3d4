package org.transformerzoo.datavec.tokenizer;

import java.util.List;
import java.util.stream.Collectors;
import org.transformerzoo.datavec.InvalidDataException;

/** The known definitions; the first whose decisive file is in the folder is used. */
final class TokenizerDefinitions {

  private static final List<TokenizerDefinition> KNOWN =
      List.of(
          new ReadyMadeDefinition(),
          new WordPieceDefinition(),
          new ByteLevelDefinition(),
          new UnigramDefinition());

  private TokenizerDefinitions() {}

  static TokenizerDefinition of(TokenizerFiles files) {
    return KNOWN.stream()
        .filter(definition -> files.has(definition.decisiveFile()))
        .findFirst()
        .orElseThrow(() -> nothingFound(files));
  }

  private static InvalidDataException nothingFound(TokenizerFiles files) {
    String expected =
        KNOWN.stream().map(TokenizerDefinition::decisiveFile).collect(Collectors.joining(" or "));
    return new InvalidDataException(
        "model folder " + files.folder() + " has no tokenizer files, expected " + expected);
  }
}
