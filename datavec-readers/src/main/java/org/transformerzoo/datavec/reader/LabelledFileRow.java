package org.transformerzoo.datavec.reader;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;

/** A file as one row: its text, and the name of the folder that it is in as the label. */
final class LabelledFileRow implements Rows {

  private static final List<String> NAMES = List.of("text", "label");

  private final InputStream in;
  private final URI uri;
  private final int longest;
  private boolean read;

  LabelledFileRow(Locations.Location location, TextFormat format) {
    this.in = location.open();
    this.uri = location.uri();
    this.longest = format.longestLine();
  }

  @Override
  public void start() {}

  @Override
  public Row next() throws IOException, MalformedLineException {
    if (read) {
      return null;
    }
    read = true;
    byte[] bytes = in.readNBytes(longest);
    if (bytes.length == longest && in.read() >= 0) {
      throw new MalformedLineException("has more than the " + longest + " bytes that are read");
    }
    String text = StrictText.withoutMark(StrictText.decode(bytes)).strip();
    if (text.isEmpty()) {
      throw new MalformedLineException("is empty, expected a text");
    }
    return new Row(1, NAMES, List.of(Cell.text(text), Cell.text(label())));
  }

  private String label() throws MalformedLineException {
    String[] parts = uri == null ? new String[0] : uri.getPath().split("/");
    if (parts.length < 2 || parts[parts.length - 2].isEmpty()) {
      throw new MalformedLineException("is in no folder, expected one whose name is the label");
    }
    return parts[parts.length - 2];
  }

  @Override
  public List<String> names() {
    return NAMES;
  }

  @Override
  public long line() {
    return 1;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
