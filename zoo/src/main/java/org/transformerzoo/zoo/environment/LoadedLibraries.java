package org.transformerzoo.zoo.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The native libraries of this process, where the system lists them (Linux). */
final class LoadedLibraries {

  private static final Path MAPS = Path.of("/proc/self/maps");

  private LoadedLibraries() {}

  /** The file of the first library whose file name begins with {@code name}. */
  static Optional<Path> find(String name) {
    Pattern path = Pattern.compile(".* (/.*/" + Pattern.quote(name) + "[^/]*)");
    try (Stream<String> lines = Files.lines(MAPS)) {
      return lines
          .map(path::matcher)
          .filter(matcher -> matcher.matches())
          .map(matcher -> Path.of(matcher.group(1)))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
