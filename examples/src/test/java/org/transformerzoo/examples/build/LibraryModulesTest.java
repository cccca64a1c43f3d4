package org.transformerzoo.examples.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What the modules promise to builds that depend on them. */
class LibraryModulesTest {

  private static final Path ROOT = Path.of("..");

  /** None of these is a library. */
  private static final Set<String> OTHERS = Set.of("bom", "examples", "examples/benchmarks");

  private static List<String> libraries() throws Exception {
    return texts(pom("."), "module").stream().filter(name -> !OTHERS.contains(name)).toList();
  }

  /** Those with classes. */
  private static Stream<String> jars() throws Exception {
    return libraries().stream().filter(name -> Files.isDirectory(sources(name)));
  }

  @Test
  void theBillOfMaterialsNamesEachLibrary() throws Exception {
    List<String> artifacts = libraries().stream().map(name -> "transformer-zoo-" + name).toList();

    List<String> named = texts(pom("bom"), "artifactId");

    assertThat(named).contains("transformer-zoo-zoo").containsAll(artifacts);
    assertThat(named.stream().filter(name -> name.startsWith("transformer-zoo-")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of("transformer-zoo-bom"), artifacts.stream()).toList());
  }

  @Test
  void theBillOfMaterialsHasTheVersionOfAll() throws Exception {
    assertThat(texts(pom("bom"), "version").get(0))
        .isEqualTo(texts(pom("zoo"), "version").get(0))
        .isEqualTo(texts(pom("consumer"), "transformer-zoo.version").get(0));
  }

  /** Modules whose names do not contain each other have no package in common then. */
  @ParameterizedTest
  @MethodSource("jars")
  void everyPackageBeginsWithTheNameOfTheModule(String library) throws Exception {
    List<String> names = texts(pom(library), "module.name");

    assertThat(names).hasSize(1);
    String own = names.get(0) + ".";
    assertThat(packages(library)).isNotEmpty().allMatch(name -> (name + ".").startsWith(own));
    for (String other : jars().filter(name -> !name.equals(library)).toList()) {
      assertThat(texts(pom(other), "module.name").get(0) + ".").doesNotStartWith(own);
    }
  }

  private static Path sources(String library) {
    return ROOT.resolve(library).resolve("src/main/java");
  }

  private static Set<String> packages(String library) throws IOException {
    Path sources = sources(library);
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> sources.relativize(file.getParent()).toString().replaceAll("[/\\\\]", "."))
          .collect(Collectors.toSet());
    }
  }

  private static Document pom(String folder) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(ROOT.resolve(folder).resolve("pom.xml").toFile());
  }

  private static List<String> texts(Document pom, String element) {
    NodeList nodes = pom.getElementsByTagName(element);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent())
        .toList();
  }
}
