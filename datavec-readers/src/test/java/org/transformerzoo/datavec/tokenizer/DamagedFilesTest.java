package org.transformerzoo.datavec.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.TestFolders;

/**
 * Damaged files either still make a tokenizer, which then works, or get a sentence that names them;
 * they never end or stop the process.
 */
class DamagedFilesTest {

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "The cats, the CAT!",
          "a\u0000b\u0301 é 😀▁▁ 7,",
          "x <mask> [MASK] the<eop>",
          "``aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab''\n\n\t中文");

  /** A kind of tokenizer files. */
  enum Kind {
    WORD_PIECE,
    BYTE_PAIR,
    SENTENCE_PIECE,
    READY_MADE_WORD_PIECE,
    READY_MADE_BYTE_PAIR,
    READY_MADE_UNIGRAM
  }

  @TempDir private Path temp;

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void getASentenceOrStillWork(Kind kind) throws IOException {
    damage(kind, 1, 350);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void getASentenceOrStillWorkManyTimes(Kind kind) throws IOException {
    damage(kind, 1_000_000, 20_000);
  }

  private void damage(Kind kind, long firstSeed, int times) throws IOException {
    Map<String, byte[]> files = new TreeMap<>(files(kind));
    List<String> names = List.copyOf(files.keySet());
    write(files);
    try (Tokenizer undamaged = Tokenizer.load(temp)) {
      use(undamaged);
    }
    int refused = 0;
    for (long seed = firstSeed; seed < firstSeed + times; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      String name = names.get(random.nextInt(names.size()));
      Map<String, byte[]> damaged = new TreeMap<>(files);
      damaged.put(name, damage(name, files.get(name), new Mutation(random)));
      write(damaged);
      refused += loadAndUse(kind + " with seed " + seed) ? 0 : 1;
    }
    assertThat(refused).as("files that were refused").isBetween(times / 10, times - 1);
  }

  private static byte[] damage(String name, byte[] file, Mutation mutation) {
    return name.endsWith(".json") ? mutation.damageJson(file) : mutation.damageBytes(file);
  }

  private boolean loadAndUse(String description) {
    try (Tokenizer tokenizer = Tokenizer.load(temp)) {
      use(tokenizer);
      return true;
    } catch (InvalidDataException e) {
      assertThat(e.getMessage()).as(description).contains(temp.toString()).hasSizeLessThan(1000);
      assertThat(e.getMessage().lines()).as(description).hasSize(1);
      return false;
    } catch (RuntimeException e) {
      throw new AssertionError(description, e);
    }
  }

  private static void use(Tokenizer tokenizer) {
    for (String text : TEXTS) {
      Encoding encoding = tokenizer.encode(text, "the cat", Truncation.LONGEST_FIRST, 64);
      tokenizer.encode(text, Truncation.DO_NOT_TRUNCATE, 0);
      tokenizer.encodeWords(List.of(text, "cat"), Truncation.LONGEST_FIRST, 32);
      assertThat(encoding.length()).isLessThanOrEqualTo(64);
      for (int id : encoding.inputIds()) {
        assertThat(id).isBetween(0, tokenizer.vocabularySize() - 1);
      }
      tokenizer.decode(encoding.inputIds(), true);
      tokenizer.decode(encoding.inputIds(), false);
    }
    assertThat(tokenizer.padTokenId()).isLessThan(Math.max(1, tokenizer.vocabularySize()));
  }

  private void write(Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(temp.resolve(file.getKey()), file.getValue());
    }
  }

  private Map<String, byte[]> files(Kind kind) throws IOException {
    return switch (kind) {
      case WORD_PIECE -> wordPiece();
      case BYTE_PAIR -> bytePair();
      case SENTENCE_PIECE -> sentencePiece();
      case READY_MADE_WORD_PIECE -> readyMade(wordPiece(), new WordPieceDefinition());
      case READY_MADE_BYTE_PAIR -> readyMade(bytePair(), new ByteLevelDefinition());
      case READY_MADE_UNIGRAM -> readyMade(sentencePiece(), new UnigramDefinition());
    };
  }

  private static Map<String, byte[]> wordPiece() throws IOException {
    return Map.of(
        "vocab.txt",
        Files.readAllBytes(TestFolders.resource("tokenizer/uncased/vocab.txt")),
        "tokenizer_config.json",
        utf8(
            """
            {"do_lower_case": true, "strip_accents": null, "padding_side": "right", "added_tokens_decoder":
             {"21": {"content": "<user>", "special": false, "normalized": true, "lstrip": true}}}
            """),
        "special_tokens_map.json",
        utf8(
            "{\"pad_token\": \"[PAD]\", \"mask_token\": {\"content\": \"[MASK]\", \"lstrip\": true}}"),
        "added_tokens.json",
        utf8("{\"<bot>\": 22, \"<Tool>\": 23}"));
  }

  private static Map<String, byte[]> bytePair() {
    return Map.of(
        "vocab.json",
        utf8(ByteLevelDefinitionTest.VOCABULARY),
        "merges.txt",
        utf8(ByteLevelDefinitionTest.MERGES),
        "special_tokens_map.json",
        utf8(
            "{\"pad_token\": \"<pad>\", \"mask_token\": {\"content\": \"<mask>\", \"lstrip\": true}}"),
        "added_tokens.json",
        utf8("{\"<bot>\": 15, \"<Tool>\": 16}"));
  }

  private static Map<String, byte[]> sentencePiece() {
    return Map.of(
        "spiece.model",
        SentencePieceFile.whole(),
        "tokenizer_config.json",
        utf8(
            "{\"do_lower_case\": true, \"keep_accents\": true, \"tokenizer_class\": \"XLNetTokenizer\"}"));
  }

  private Map<String, byte[]> readyMade(Map<String, byte[]> files, TokenizerDefinition definition)
      throws IOException {
    write(files);
    String json = definition.assemble(TokenizerFiles.read(temp)).toString();
    for (String name : files.keySet()) {
      Files.delete(temp.resolve(name));
    }
    return Map.of("tokenizer.json", utf8(json));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
