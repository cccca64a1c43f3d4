package org.transformerzoo.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;

/** Standard output: lines of JSON for programs. */
record Results(PrintStream stream) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Prints {@code value}, a map or record, as one line. */
  void print(Object value) {
    stream.println(json(value));
    stream.flush();
  }

  /** {@code value}, a map or record, on one line. */
  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A result cannot be written as JSON", e);
    }
  }
}
