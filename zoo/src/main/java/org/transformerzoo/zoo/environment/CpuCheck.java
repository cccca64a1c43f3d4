package org.transformerzoo.zoo.environment;

import java.io.File;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * Whether ND4J's CPU backend finds its native library, which is in a jar of its own for each
 * platform.
 */
final class CpuCheck {

  private static final String BACKEND = "org.nd4j.linalg.cpu.nativecpu.CpuBackend";
  private static final String FOLDER = "org/nd4j/linalg/cpu/nativecpu/bindings/";
  private static final String LIBRARY = System.mapLibraryName("jnind4jcpu");

  /** What ND4J's classifiers have after the platform. */
  private static final String[] VARIANTS = {
    "", "-avx2", "-avx512", "-onednn", "-onednn-avx2", "-onednn-avx512", "-compat", "-armcompute"
  };

  private static final String ADVICE =
      "; add org.transformerzoo:transformer-zoo-native (type pom) to the class path";

  private CpuCheck() {}

  /** One sentence that says what is missing; empty if nothing is, or the backend is not there. */
  static Optional<String> problem(ClassLoader loader) {
    String platform = Loader.getPlatform();
    if (!isThere(loader) || isBundled(loader, platform) || isInstalled()) {
      return Optional.empty();
    }
    return Optional.of(
        "ND4J's CPU backend is on the class path without its native library for "
            + platform
            + ADVICE
            + ", or org.nd4j:nd4j-native with the classifier "
            + platform);
  }

  /** One sentence for those who have no backend at all. */
  static String none() {
    return "There is no backend of ND4J on the class path"
        + ADVICE
        + ", or a backend of ND4J, such as org.nd4j:nd4j-native-platform";
  }

  private static boolean isThere(ClassLoader loader) {
    try {
      Class.forName(BACKEND, false, loader);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static boolean isBundled(ClassLoader loader, String platform) {
    return Stream.of(VARIANTS)
        .anyMatch(
            variant -> loader.getResource(FOLDER + platform + variant + "/" + LIBRARY) != null);
  }

  private static boolean isInstalled() {
    return Stream.of(System.getProperty("java.library.path", "").split(File.pathSeparator, -1))
        .anyMatch(folder -> new File(folder, LIBRARY).isFile());
  }
}
