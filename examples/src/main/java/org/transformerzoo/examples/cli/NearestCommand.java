package org.transformerzoo.examples.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.inference.SimilaritySearch;
import org.transformerzoo.training.inference.SimilaritySearch.Match;
import org.transformerzoo.zoo.numpy.NpyReader;
import org.transformerzoo.zoo.weights.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tzoo nearest}: the vectors that are most similar to others. */
@Command(
    name = "nearest",
    description = {
      "Finds, for each query, the vectors with the largest cosine, exactly, and writes a TSV:",
      "query, rank, vector, cosine. Queries and vectors count from 0, ranks from 1.",
      "Both files are .npy, as tzoo embed writes them."
    })
final class NearestCommand extends Verb {

  @Option(
      names = "--vectors",
      required = true,
      paramLabel = "FILE",
      description = "The vectors to search in, .npy.")
  private Path vectors;

  @Option(
      names = "--queries",
      required = true,
      paramLabel = "FILE",
      description = "The vectors to search for, .npy.")
  private Path queries;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Where the matches go.")
  private Path output;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Matches for each query (default: ${DEFAULT-VALUE}).")
  private int top = 10;

  NearestCommand(Results results) {
    super(results);
  }

  @Override
  public Integer call() {
    INDArray collection = NpyReader.read(vectors);
    INDArray wanted = NpyReader.read(queries);
    List<List<Match>> matches = search(collection, wanted);
    AtomicFile.write(output, channel -> write(channel, matches));
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("output", output.toString());
    summary.put("queries", wanted.size(0));
    summary.put("vectors", collection.size(0));
    summary.put("matches", matches.stream().mapToInt(List::size).sum());
    print(summary);
    return 0;
  }

  private List<List<Match>> search(INDArray collection, INDArray wanted) {
    try {
      return SimilaritySearch.in(collection).nearest(wanted, top);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(
          "%s cannot be searched for %s: %s".formatted(vectors, queries, e.getMessage()), e);
    }
  }

  private static void write(FileChannel channel, List<List<Match>> matches) throws IOException {
    Writer lines = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
    lines.write("query\trank\tvector\tcosine\n");
    for (int query = 0; query < matches.size(); query++) {
      int rank = 1;
      for (Match match : matches.get(query)) {
        lines.write("%d\t%d\t%d\t".formatted(query, rank++, match.index()));
        lines.write(match.similarity() + "\n");
      }
    }
    lines.flush();
  }
}
