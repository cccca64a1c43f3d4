package org.transformerzoo.datavec.tokenizer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.WireFormat;
import org.transformerzoo.datavec.InvalidDataException;

/** What is needed of a SentencePiece model file, a protobuf message named ModelProto. */
final class SentencePieceModel {

  private static final int UNIGRAM = 1;
  private static final int NORMAL = 1;
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;

  /** A piece, its log probability, and what it is for by its number in the file. */
  record Piece(String text, float score, int type) {

    boolean unknown() {
      return type == UNKNOWN;
    }

    boolean control() {
      return type == CONTROL;
    }
  }

  private interface Field {

    /** Reads the field of a tag, or leaves it and says false. */
    boolean read(int number, int wireType) throws IOException;
  }

  private final CodedInputStream in;
  private final List<Piece> pieces = new ArrayList<>();
  private boolean hasTrainer;
  private boolean hasNormalizer;
  private int modelType = UNIGRAM;
  private byte[] characterMap = {};

  private SentencePieceModel(byte[] file) {
    // On an array, a length that goes beyond the file is refused before memory is asked for.
    in = CodedInputStream.newInstance(file);
  }

  /**
   * Reads a model.
   *
   * @throws InvalidDataException if it is not a whole unigram model
   */
  static SentencePieceModel read(byte[] file, Path path) {
    SentencePieceModel model = new SentencePieceModel(file);
    try {
      model.message(model::modelField);
    } catch (IOException e) {
      throw new InvalidDataException(path + " is not a SentencePiece model: " + e.getMessage(), e);
    }
    model.check(path);
    return model;
  }

  private void message(Field field) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!field.read(WireFormat.getTagFieldNumber(tag), WireFormat.getTagWireType(tag))) {
        in.skipField(tag);
      }
    }
  }

  private void nested(Field field) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    message(field);
    in.popLimit(outer);
  }

  private boolean modelField(int number, int wireType) throws IOException {
    if (wireType != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      return false;
    }
    switch (number) {
      case 1 -> readPiece();
      case 2 -> {
        hasTrainer = true;
        nested(this::trainerField);
      }
      case 3 -> {
        hasNormalizer = true;
        nested(this::normalizerField);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static final class PieceFields {
    private String text = "";
    private float score;
    private int type = NORMAL;
  }

  private void readPiece() throws IOException {
    PieceFields fields = new PieceFields();
    nested((number, wireType) -> pieceField(fields, number, wireType));
    pieces.add(new Piece(fields.text, fields.score, fields.type));
  }

  private boolean pieceField(PieceFields piece, int number, int wireType) throws IOException {
    if (number == 1 && wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      piece.text = in.readStringRequireUtf8();
    } else if (number == 2 && wireType == WireFormat.WIRETYPE_FIXED32) {
      piece.score = in.readFloat();
    } else if (number == 3 && wireType == WireFormat.WIRETYPE_VARINT) {
      piece.type = in.readEnum();
    } else {
      return false;
    }
    return true;
  }

  private boolean trainerField(int number, int wireType) throws IOException {
    boolean isModelType = number == 3 && wireType == WireFormat.WIRETYPE_VARINT;
    if (isModelType) {
      modelType = in.readEnum();
    }
    return isModelType;
  }

  private boolean normalizerField(int number, int wireType) throws IOException {
    boolean isCharacterMap = number == 2 && wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    if (isCharacterMap) {
      characterMap = in.readByteArray();
    }
    return isCharacterMap;
  }

  private void check(Path path) {
    if (!hasTrainer || !hasNormalizer) {
      throw new InvalidDataException(
          path + " is not a whole SentencePiece model: its specifications are missing");
    }
    if (modelType != UNIGRAM) {
      throw new InvalidDataException(
          path + " is a SentencePiece model of type " + modelType + ", expected 1 (unigram)");
    }
    long unknown = pieces.stream().filter(Piece::unknown).count();
    if (unknown != 1) {
      throw new InvalidDataException(
          path + " has " + unknown + " unknown pieces, expected exactly one");
    }
    if (characterMap.length > 0) {
      CharacterMap.check(characterMap, path);
    }
    for (int id = 0; id < pieces.size(); id++) {
      if (pieces.get(id).text().isEmpty() || !Float.isFinite(pieces.get(id).score())) {
        throw new InvalidDataException(
            path + " has in place " + id + " a piece without text or without a finite score");
      }
    }
  }

  /** The pieces in the order of their ids. */
  List<Piece> pieces() {
    return pieces;
  }

  /** The compiled replacements of characters before anything else; empty if there are none. */
  byte[] characterMap() {
    return characterMap.clone();
  }
}
