package org.transformerzoo.tuning.markup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An element of HTML or SVG. Whatever is put into it is text until it is written, and escaped then,
 * so that nothing from data can become markup. Not for {@code style} and {@code script}, in which
 * HTML knows no escapes.
 */
public final class Element {

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();

  /** Strings, which are text, and elements. */
  private final List<Object> members = new ArrayList<>();

  private Element(String name) {
    this.name = name;
  }

  /** An element without anything in it. */
  public static Element of(String name) {
    return new Element(name);
  }

  /** An element of a class of the style sheet. */
  public static Element of(String name, String styleClass) {
    return new Element(name).with("class", styleClass);
  }

  /** Sets an attribute. */
  public Element with(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  /** A length or place in the units of a picture. */
  public Element with(String attribute, double value) {
    return with(attribute, number(value));
  }

  /** A number as coordinates are written: a tenth of a pixel is as much as anybody sees. */
  public static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Adds a text. */
  public Element text(String text) {
    members.add(text);
    return this;
  }

  /** Adds elements. */
  public Element add(Element... added) {
    members.addAll(List.of(added));
    return this;
  }

  /** Adds elements. */
  public Element addAll(List<Element> added) {
    members.addAll(added);
    return this;
  }

  /** As it is written. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    write(out);
    return out.toString();
  }

  private void write(StringBuilder out) {
    out.append('<').append(name);
    attributes.forEach(
        (attribute, value) -> {
          out.append(' ').append(attribute).append("=\"");
          escape(value, out);
          out.append('"');
        });
    out.append('>');
    for (Object member : members) {
      if (member instanceof Element element) {
        element.write(out);
      } else {
        escape((String) member, out);
      }
    }
    out.append("</").append(name).append('>');
  }

  private static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(isLegal(c) ? c : '\uFFFD');
      }
    }
  }

  /** HTML has no way to write control characters. */
  private static boolean isLegal(char c) {
    return !Character.isISOControl(c) || c == '\n' || c == '\t' || c == '\r';
  }
}
