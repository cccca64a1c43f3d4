package org.transformerzoo.datavec.tokenizer;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;

/** The native tokenizers library, loaded from the jar without touching the network. */
final class NativeLibrary {

  static final TokenizersLibrary LIBRARY = load();

  private NativeLibrary() {}

  private static TokenizersLibrary load() {
    // Without this the loader looks for a GPU and may fetch a library for it from the network.
    setUnlessChosen("RUST_FLAVOR", "cpu");
    // DJL's higher classes, should other code of this process use them, report their use by
    // default.
    setUnlessChosen("OPT_OUT_TRACKING", "true");
    LibUtils.checkStatus();
    return TokenizersLibrary.LIB;
  }

  private static void setUnlessChosen(String property, String value) {
    if (System.getenv(property) == null && System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
