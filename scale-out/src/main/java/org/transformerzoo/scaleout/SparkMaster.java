package org.transformerzoo.scaleout;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.transformerzoo.training.configuration.InvalidSettingException;
import picocli.CommandLine.Option;

/** Where Spark runs, as options of a verb. */
public final class SparkMaster {

  private static final int NEWEST_JAVA = 23;
  private static final String MASTER = "spark.master";
  private static final String JARS = "spark.jars";
  private static final String STANDALONE = "spark://";
  private static final int LONGEST_WAIT_MILLISECONDS = 10_000;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = {
        "Where Spark runs, such as local[4] or spark://host:7077; by default where spark-submit"
            + " says, or in this process on all cores."
      })
  private String master;

  SparkMaster() {}

  SparkMaster(String master) {
    this.master = master;
  }

  /**
   * Connects to the master.
   *
   * @param name of the application
   * @throws InvalidSettingException if the master cannot be reached, or is none, or Java is too new
   */
  public JavaSparkContext open(String name) {
    requireKnownJava();
    SparkConf configuration = new SparkConf().setAppName(name).setIfMissing(MASTER, "local[*]");
    if (master != null) {
      configuration.setMaster(master);
    }
    String url = configuration.get(MASTER);
    requireReachable(url);
    if (!url.startsWith("local") && !configuration.contains(JARS)) {
      configuration.setJars(ownJars().toArray(String[]::new));
    }
    try {
      return new JavaSparkContext(configuration);
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare
      throw new InvalidSettingException(
          "Spark cannot be started with the master %s: %s"
              .formatted(url, Causes.sentence(Causes.decisive(e))),
          e);
    }
  }

  /** Spark's Hadoop asks for the security manager, which newer releases of Java do not have. */
  private static void requireKnownJava() {
    int java = Runtime.version().feature();
    if (java > NEWEST_JAVA) {
      throw new InvalidSettingException(
          "This is Java %d, and Spark %s runs on Java 17 to %d: set JAVA_HOME to one of these"
              .formatted(java, org.apache.spark.package$.MODULE$.SPARK_VERSION(), NEWEST_JAVA));
    }
  }

  /** Spark itself tries for a minute, and then says something else. */
  private static void requireReachable(String url) {
    if (!url.startsWith(STANDALONE)) {
      return;
    }
    String problem = "there is no host";
    for (String address : url.substring(STANDALONE.length()).split(",")) {
      try {
        connect(address);
        return;
      } catch (UnknownHostException e) {
        problem = "the host " + e.getMessage() + " is not known";
      } catch (IOException e) {
        problem = e.getMessage();
      }
    }
    throw new InvalidSettingException(
        "The master %s cannot be reached: %s; expected a running Spark master"
            .formatted(url, problem));
  }

  private static void connect(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, Math.max(0, colon));
    int port = port(address.substring(colon + 1));
    if (host.isEmpty() || port < 0) {
      throw new IOException("\"" + address + "\" is not HOST:PORT");
    }
    try (Socket socket = new Socket()) {
      InetSocketAddress target = new InetSocketAddress(host, port);
      if (target.isUnresolved()) {
        throw new UnknownHostException(host);
      }
      socket.connect(target, LONGEST_WAIT_MILLISECONDS);
    }
  }

  /** The port that a text stands for, or -1. */
  private static int port(String text) {
    return text.matches("[0-9]{1,5}") && Integer.parseInt(text) < 1 << 16
        ? Integer.parseInt(text)
        : -1;
  }

  /** The jars beside the one of this class, which executors lack; none in a folder of classes. */
  private static List<String> ownJars() {
    try {
      Path own =
          Path.of(SparkMaster.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(own)) {
        return List.of();
      }
      try (Stream<Path> members = Files.list(own.getParent())) {
        return new ArrayList<>(
            members.map(Path::toString).filter(file -> file.endsWith(".jar")).sorted().toList());
      }
    } catch (URISyntaxException | IOException e) {
      throw new IllegalStateException("The jars of this program cannot be listed", e);
    }
  }
}
