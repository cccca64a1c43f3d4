package org.transformerzoo.tuning.report;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A report as a browser sees it. What is between head and script is written so that it is XML too,
 * which a parser without mercy reads.
 *
 * @param html the whole page
 * @param main its content
 */
record ParsedPage(String html, Document main) {

  static ParsedPage read(Path page) throws IOException {
    String html = Files.readString(page);
    String main = html.substring(html.indexOf("<main>"), html.indexOf("</main>") + 7);
    try {
      return new ParsedPage(
          html,
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(main))));
    } catch (SAXException | ParserConfigurationException e) {
      throw new AssertionError("The page is not well-formed", e);
    }
  }

  /** The nodes at an XPath. */
  List<Node> nodes(String path) {
    try {
      NodeList nodes =
          (NodeList)
              XPathFactory.newInstance().newXPath().evaluate(path, main, XPathConstants.NODESET);
      return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).toList();
    } catch (XPathExpressionException e) {
      throw new IllegalArgumentException(path, e);
    }
  }

  /** Their words. */
  List<String> words(String path) {
    return nodes(path).stream().map(Node::getTextContent).toList();
  }

  /** The content of a section. */
  static String section(String title) {
    return "//section[h2='" + title + "']";
  }

  /** What stands between a tag of the head or end and its closing. */
  String between(String begin, String end) {
    int from = html.indexOf(begin) + begin.length();
    return html.substring(from, html.indexOf(end, from));
  }
}
