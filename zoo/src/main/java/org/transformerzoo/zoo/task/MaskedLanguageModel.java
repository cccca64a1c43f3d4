package org.transformerzoo.zoo.task;

/** {@code masked-lm}: the word that stood at a masked position. */
public final class MaskedLanguageModel extends LanguageModel {

  @Override
  public String name() {
    return "masked-lm";
  }

  @Override
  public String classSuffix() {
    return "ForMaskedLM";
  }
}
