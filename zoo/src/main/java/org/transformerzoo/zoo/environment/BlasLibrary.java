package org.transformerzoo.zoo.environment;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The OpenBLAS that ND4J uses.
 *
 * @param configuration its version and how it was built
 * @param coreType the processor whose kernels run, such as {@code SkylakeX}
 */
public record BlasLibrary(String configuration, String coreType) {

  private static final int VERSION_WORDS = 2;

  /**
   * Flags of Linux's {@code dlopen}. Global symbols, JNA's default, would mix two OpenBLASes up.
   */
  private static final int LAZY = 1;

  private static final int ALREADY_LOADED = 4;

  /**
   * What the library itself says, if it is loaded; empty before ND4J's first use, on systems other
   * than Linux, and where ND4J uses another BLAS.
   */
  public static Optional<BlasLibrary> loaded() {
    try {
      return LoadedLibraries.find("libopenblas").map(BlasLibrary::ask);
    } catch (LinkageError e) {
      return Optional.empty();
    }
  }

  private static BlasLibrary ask(Path file) {
    NativeLibrary library =
        NativeLibrary.getInstance(
            file.toString(), Map.of(Library.OPTION_OPEN_FLAGS, LAZY | ALREADY_LOADED));
    return new BlasLibrary(
        text(library, "openblas_get_config"), text(library, "openblas_get_corename"));
  }

  private static String text(NativeLibrary library, String function) {
    return library.getFunction(function).invokeString(new Object[0], false).strip();
  }

  /** Name, version and kernels, for the log. */
  public String description() {
    String[] words = configuration.split(" ", VERSION_WORDS + 1);
    String name = words.length < VERSION_WORDS ? configuration : words[0] + " " + words[1];
    return name + " with kernels for " + coreType;
  }
}
