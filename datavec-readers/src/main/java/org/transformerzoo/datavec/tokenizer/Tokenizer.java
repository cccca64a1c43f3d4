package org.transformerzoo.datavec.tokenizer;

import static org.transformerzoo.datavec.tokenizer.NativeLibrary.LIBRARY;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.LongFunction;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * Turns text into token ids, exactly as the fast tokenizers of transformers do. It works offline,
 * may be used by several threads at once, and holds native memory until it is closed.
 *
 * <p>The maximum length of every method counts special tokens. All methods that encode throw {@link
 * IllegalArgumentException} if the maximum length leaves no room for the special tokens, or if the
 * truncation cannot make the input fit.
 */
public final class Tokenizer implements AutoCloseable {

  private static final List<String> USUAL_PADDING = List.of("[PAD]", "<pad>");
  private static final List<String> USUAL_MASKS = List.of("[MASK]", "<mask>");

  private final TokenizerFiles files;
  private final NativeTokenizer tokenizer;
  private final Vocabulary vocabulary;
  private final PaddingStyle padding;
  private final boolean wordsNeedSpace;
  private final int specialTokensOfSingle;
  private final int specialTokensOfPair;

  private Tokenizer(
      TokenizerFiles files, JsonNode definition, NativeTokenizer tokenizer, Vocabulary vocabulary) {
    this.files = files;
    this.tokenizer = tokenizer;
    this.vocabulary = vocabulary;
    this.padding = PaddingStyle.of(definition, files.json(TokenizerFiles.TOKENIZER_CONFIG));
    this.wordsNeedSpace = needsSpaceBeforeWords(definition.path("pre_tokenizer"));
    this.specialTokensOfSingle = countSpecialTokens(null);
    this.specialTokensOfPair = countSpecialTokens("");
  }

  /**
   * Loads the tokenizer of a model folder: from its tokenizer.json, else from its vocab.txt
   * (WordPiece), vocab.json and merges.txt (byte-level BPE) or spiece.model (unigram) with the
   * settings of tokenizer_config.json, special_tokens_map.json and added_tokens.json, if there.
   *
   * @throws InvalidDataException if the folder has no tokenizer files or they are broken
   */
  public static Tokenizer load(Path modelFolder) {
    TokenizerFiles files = TokenizerFiles.read(modelFolder);
    TokenizerDefinition source = TokenizerDefinitions.of(files);
    Path decisive = files.path(source.decisiveFile());
    JsonNode definition = source.assemble(files);
    Vocabulary vocabulary = Vocabulary.of(definition, decisive);
    String checked = DefinitionCheck.checked(definition, decisive).toString();
    return new Tokenizer(files, definition, open(checked, decisive), vocabulary);
  }

  private static NativeTokenizer open(String definition, Path source) {
    try {
      return new NativeTokenizer(WellFormed.text(definition));
    } catch (RuntimeException e) {
      throw new InvalidDataException(
          source + " does not define a tokenizer: " + Excerpt.of(e.getMessage()), e);
    }
  }

  /** Encodes one text. */
  public Encoding encode(String text, Truncation truncation, int maxLength) {
    return encode(text, null, truncation, maxLength);
  }

  /** Encodes one text, or two that belong together if {@code pairOrNull} is not null. */
  public Encoding encode(String text, String pairOrNull, Truncation truncation, int maxLength) {
    String first = WellFormed.text(Objects.requireNonNull(text, "text"));
    if (pairOrNull == null) {
      return encodeOne(handle -> LIBRARY.encode(handle, first, true), false, truncation, maxLength);
    }
    String second = WellFormed.text(pairOrNull);
    return encodeOne(
        handle -> LIBRARY.encodeDual(handle, first, second, true), true, truncation, maxLength);
  }

  /**
   * Encodes a text that is split into words already; {@link Encoding#wordIds()} are then indices
   * into the list.
   */
  public Encoding encodeWords(List<String> words, Truncation truncation, int maxLength) {
    String[] list = words.stream().map(this::asInText).map(WellFormed::text).toArray(String[]::new);
    return encodeOne(
        handle -> LIBRARY.encodeList(handle, list, true), false, truncation, maxLength);
  }

  /** A byte-level tokenizer tells a word from the rest of one by the space before it. */
  private static boolean needsSpaceBeforeWords(JsonNode splitter) {
    return splitter.path("type").asText().equals("ByteLevel")
        && !splitter.path("add_prefix_space").asBoolean();
  }

  private String asInText(String word) {
    return wordsNeedSpace && !word.startsWith(" ") ? " " + word : word;
  }

  private Encoding encodeOne(
      LongFunction<Long> encode, boolean pair, Truncation truncation, int maxLength) {
    requireRoom(pair, truncation, maxLength);
    try {
      return tokenizer.with(truncation, maxLength, handle -> Encodings.take(encode.apply(handle)));
    } catch (IllegalStateException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "cannot encode within "
              + maxLength
              + " tokens by truncation "
              + truncation.publicName()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Encodes many inputs at once, on all cores.
   *
   * @return the encodings in the order of the inputs
   */
  public List<Encoding> encodeAll(List<TextPair> inputs, Truncation truncation, int maxLength) {
    // Not by the native batch functions: they end the process where the single ones throw.
    return inputs.parallelStream()
        .map(input -> encode(input.text(), input.pair(), truncation, maxLength))
        .toList();
  }

  private void requireRoom(boolean pair, Truncation truncation, int maxLength) {
    int specialTokens = pair ? specialTokensOfPair : specialTokensOfSingle;
    if (truncation != Truncation.DO_NOT_TRUNCATE && maxLength < specialTokens) {
      throw new IllegalArgumentException(
          "a maximum length of "
              + maxLength
              + " leaves no room for the "
              + specialTokens
              + " special tokens");
    }
  }

  private int countSpecialTokens(String pairOrNull) {
    return tokenizer.with(
        Truncation.DO_NOT_TRUNCATE,
        0,
        handle ->
            Encodings.take(
                    pairOrNull == null
                        ? LIBRARY.encode(handle, "", true)
                        : LIBRARY.encodeDual(handle, "", pairOrNull, true))
                .specialTokens());
  }

  /** The text of token ids; pieces are joined to words as far as the tokenizer can. */
  public String decode(int[] inputIds, boolean skipSpecialTokens) {
    long[] ids = Arrays.stream(inputIds).asLongStream().toArray();
    return tokenizer.with(handle -> LIBRARY.decode(handle, ids, skipSpecialTokens));
  }

  /** The id of a token given by its text, if the vocabulary has it. */
  public OptionalInt tokenId(String token) {
    return vocabulary.id(token);
  }

  /** The id of each token of the vocabulary, added tokens included. */
  public Map<String, Integer> tokenIds() {
    return vocabulary.ids();
  }

  /**
   * The id that fills sequences up to the length of their batch; 0 if no padding token is known.
   */
  public int padTokenId() {
    return declaredOrUsual("pad_token", USUAL_PADDING).orElse(0);
  }

  /** The segment of padding; 0 except for XLNet, where it is 3. */
  public int padTokenTypeId() {
    return padding.tokenTypeId();
  }

  /** Where padding goes; to the right except for XLNet, where it goes to the left. */
  public PaddingSide paddingSide() {
    return padding.side();
  }

  /** The id of the mask token, if the tokenizer has one. */
  public OptionalInt maskTokenId() {
    return declaredOrUsual("mask_token", USUAL_MASKS);
  }

  private OptionalInt declaredOrUsual(String key, List<String> usual) {
    return files.specialToken(key).map(List::of).orElse(usual).stream()
        .map(vocabulary::id)
        .filter(OptionalInt::isPresent)
        .findFirst()
        .orElse(OptionalInt.empty());
  }

  /** The largest token id plus one: a model needs at least this many embeddings. */
  public int vocabularySize() {
    return vocabulary.size();
  }

  /** The number of special tokens that encoding adds to a single text. */
  public int specialTokensOfSingle() {
    return specialTokensOfSingle;
  }

  /** The number of special tokens that encoding adds to a pair of texts. */
  public int specialTokensOfPair() {
    return specialTokensOfPair;
  }

  /**
   * Writes the files that this tokenizer was loaded from into a folder, which is created if needed.
   *
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  public void saveTo(Path folder) {
    files.writeTo(folder);
  }

  /** Frees the native memory; the tokenizer cannot be used afterwards. */
  @Override
  public void close() {
    tokenizer.close();
  }
}
