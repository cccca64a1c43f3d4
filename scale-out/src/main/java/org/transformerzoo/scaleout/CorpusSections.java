package org.transformerzoo.scaleout;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Cuts files into sections, each the work of one task. */
final class CorpusSections {

  private static final long SMALLEST = 1L << 18;
  private static final long LARGEST = 1L << 26;

  /** Tasks for each slot, so that slots are done at about the same time. */
  private static final int TASKS_PER_SLOT = 4;

  private static final int BUFFER = 1 << 16;

  private CorpusSections() {}

  /**
   * The sections of a file in its order. The lines before each are counted by a job of their own.
   */
  static List<Section> of(
      CorpusFile file, JavaSparkContext context, Broadcast<SerializableConfiguration> hadoop) {
    if (!file.divisible()) {
      return List.of(Section.whole());
    }
    List<Section> ranges = ranges(file.size(), context.defaultParallelism());
    List<Long> lines =
        context
            .parallelize(ranges, ranges.size())
            .map(range -> lineEnds(file, range, hadoop.value()))
            .collect();
    List<Section> sections = new ArrayList<>();
    long before = 0;
    for (int i = 0; i < ranges.size(); i++) {
      sections.add(ranges.get(i).after(before));
      before += lines.get(i);
    }
    return sections;
  }

  static List<Section> ranges(long size, int slots) {
    long wanted = size / Math.max(1, slots * TASKS_PER_SLOT) + 1;
    long step = Math.max(SMALLEST, Math.min(LARGEST, wanted));
    List<Section> ranges = new ArrayList<>();
    for (long start = 0; start < Math.max(1, size); start += step) {
      ranges.add(new Section(start, Math.min(size, start + step), 0));
    }
    return ranges;
  }

  private static long lineEnds(CorpusFile file, Section range, SerializableConfiguration hadoop)
      throws IOException {
    Path path = new Path(file.uri());
    try (FSDataInputStream in = path.getFileSystem(hadoop.value()).open(path)) {
      in.seek(range.start());
      return lineEnds(in, range.end() - range.start());
    }
  }

  private static long lineEnds(InputStream in, long length) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long count = 0;
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        break;
      }
      for (int i = 0; i < read; i++) {
        count += buffer[i] == '\n' ? 1 : 0;
      }
      left -= read;
    }
    return count;
  }
}
