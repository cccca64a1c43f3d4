package org.transformerzoo.datavec.batching;

import java.util.Arrays;
import java.util.List;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.reader.LabelMap;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.Tokenizer;

/** Turns the labels of an example, as written, into the target of a task. */
public sealed interface LabelEncoder {

  /**
   * The target of an example.
   *
   * @throws InvalidDataException if a label is not known, or not what the task needs
   */
  Target encode(TextExample example, Encoding encoding);

  /** For text to predict for: labels, if any, are not looked at. */
  static LabelEncoder none() {
    return new None();
  }

  /** For classification into one of the labels. */
  static LabelEncoder classes(LabelMap labels) {
    return new Classes(labels);
  }

  /** For any number of the labels at once. */
  static LabelEncoder multipleClasses(LabelMap labels) {
    return new MultipleClasses(labels);
  }

  /** For regression to {@code count} numbers. */
  static LabelEncoder numbers(int count) {
    return new Numbers(count);
  }

  /** For a tag on the first piece of each word; all other tokens are left out of the loss. */
  static LabelEncoder tags(LabelMap labels) {
    return new Tags(labels);
  }

  /**
   * For a text to write, with the special tokens that {@code tokenizer} puts around any text.
   *
   * @param limit how long it may be
   */
  static LabelEncoder writtenText(Tokenizer tokenizer, SequenceLimit limit) {
    return new WrittenText(tokenizer, limit);
  }

  /** See {@link #none()}. */
  record None() implements LabelEncoder {

    @Override
    public Target encode(TextExample example, Encoding encoding) {
      return new Target.Unlabelled();
    }
  }

  /** See {@link #classes}. */
  record Classes(LabelMap labels) implements LabelEncoder {

    @Override
    public Target encode(TextExample example, Encoding encoding) {
      LabelEncoder.requireCount(example, 1);
      return new Target.ClassId(labels.id(example.labels().get(0), example.location()));
    }
  }

  /** See {@link #multipleClasses}. */
  record MultipleClasses(LabelMap labels) implements LabelEncoder {

    @Override
    public Target encode(TextExample example, Encoding encoding) {
      float[] set = new float[labels.size()];
      for (String label : example.labels()) {
        set[labels.id(label, example.location())] = 1;
      }
      return new Target.Values(set);
    }
  }

  /** See {@link #numbers}. */
  record Numbers(int count) implements LabelEncoder {

    @Override
    public Target encode(TextExample example, Encoding encoding) {
      LabelEncoder.requireCount(example, count);
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = number(example, example.labels().get(i));
      }
      return new Target.Values(values);
    }

    private static float number(TextExample example, String label) {
      try {
        float value = Float.parseFloat(label);
        if (Float.isFinite(value)) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Told below, together with numbers out of range.
      }
      throw new InvalidDataException(
          example.location() + " has the label '" + label + "', expected a finite number");
    }
  }

  /** See {@link #tags}. */
  record Tags(LabelMap labels) implements LabelEncoder {

    @Override
    public Target encode(TextExample example, Encoding encoding) {
      LabelEncoder.requireCount(example, example.words().size());
      int[] wordIds = encoding.wordIds();
      int[] tags = new int[wordIds.length];
      Arrays.fill(tags, BatchLayout.IGNORED);
      for (int token : encoding.firstPieces()) {
        tags[token] = tag(example, wordIds[token]);
      }
      return new Target.TokenIds(tags);
    }

    private int tag(TextExample example, int word) {
      return labels.id(example.labels().get(word), example.location());
    }
  }

  /** See {@link #writtenText}. */
  record WrittenText(Tokenizer tokenizer, SequenceLimit limit) implements LabelEncoder {

    @Override
    public Target encode(TextExample example, Encoding encoding) {
      LabelEncoder.requireCount(example, 1);
      Encoding target = encode(example);
      if (target.length() > limit.maxLength()) {
        throw new InvalidDataException(
            "%s has a target of %d tokens, expected at most %d"
                .formatted(example.location(), target.length(), limit.maxLength()));
      }
      return new Target.TextIds(target.inputIds(), target.truncated());
    }

    private Encoding encode(TextExample example) {
      try {
        return tokenizer.encode(example.labels().get(0), limit.truncation(), limit.maxLength());
      } catch (IllegalArgumentException e) {
        throw new InvalidDataException(example.location() + ": " + e.getMessage(), e);
      }
    }
  }

  private static void requireCount(TextExample example, int count) {
    List<String> found = example.labels();
    if (found.size() != count) {
      throw new InvalidDataException(
          example.location()
              + " has "
              + found.size()
              + (found.size() == 1 ? " label" : " labels")
              + ", expected "
              + count);
    }
  }
}
