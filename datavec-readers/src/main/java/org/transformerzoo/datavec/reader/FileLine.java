package org.transformerzoo.datavec.reader;

/** What was read from a line, or from several where a record spans them. */
public sealed interface FileLine {

  /** Where it begins. */
  ExampleLocation location();

  /**
   * A line with an example.
   *
   * @param example what it holds
   */
  record Sound(TextExample example) implements FileLine {

    @Override
    public ExampleLocation location() {
      return example.location();
    }
  }

  /**
   * A line without a usable example.
   *
   * @param location of the problem
   * @param problem what is wrong; continues a sentence that begins with the location
   */
  record Malformed(ExampleLocation location, String problem) implements FileLine {

    /** The whole sentence. */
    public String sentence() {
      return location + " " + problem;
    }
  }
}
