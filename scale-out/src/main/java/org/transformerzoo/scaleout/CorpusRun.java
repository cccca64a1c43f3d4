package org.transformerzoo.scaleout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.finetuning.ExampleReader;

/**
 * Computes tables for the files of a corpus. Each file is cut into sections, each section is a task
 * of {@code mapPartitions}, and all tasks of a process share one model, which goes to executors as
 * an archive.
 */
final class CorpusRun {

  private final JavaSparkContext context;
  private final LineWork work;
  private final int threadsPerTask;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final LongAccumulator lines;
  private final LongAccumulator malformed;

  CorpusRun(JavaSparkContext context, LineWork work) {
    this.context = context;
    this.work = work;
    this.threadsPerTask = context.getConf().getInt("spark.task.cpus", 1);
    this.hadoop = context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    this.lines = context.sc().longAccumulator("lines");
    this.malformed = context.sc().longAccumulator("malformed lines");
  }

  /**
   * What was read. Where Spark had to repeat a task, its lines may be counted twice.
   *
   * @param files how many
   * @param lines malformed ones included
   */
  record Written(int files, long lines, long malformed) {}

  /**
   * Writes a folder of parts for a file, or one for each file of a folder. The parts put together
   * are the table.
   *
   * <p>Where that fails, the output is removed.
   *
   * @throws InvalidDataException if the output exists, or a file cannot be read
   */
  Written write(java.nio.file.Path model, String input, ExampleReader reader, String output)
      throws IOException {
    Configuration configuration = context.hadoopConfiguration();
    Path target = new Path(output);
    if (target.getFileSystem(configuration).exists(target)) {
      throw new InvalidDataException("The output " + output + " exists, expected a new folder");
    }
    work.check(model);
    Path source = new Path(input);
    List<CorpusFile> files = new ArrayList<>();
    for (FileStatus file : files(source, configuration)) {
      files.add(CorpusFile.of(file.getPath(), file.getLen(), reader, configuration));
    }
    ShippedFile shipped = ShippedFile.of(model, context);
    boolean single = source.getFileSystem(configuration).getFileStatus(source).isFile();
    try {
      for (CorpusFile file : files) {
        write(file, shipped, single ? output : output + "/" + new Path(file.uri()).getName());
      }
    } catch (Exception e) {
      target.getFileSystem(configuration).delete(target, true);
      throw e;
    }
    return new Written(files.size(), lines.sum(), malformed.sum());
  }

  private static List<FileStatus> files(Path source, Configuration configuration)
      throws IOException {
    FileSystem system = source.getFileSystem(configuration);
    if (!system.exists(source)) {
      throw new InvalidDataException(source + " does not exist, expected a file or a folder");
    }
    FileStatus[] members = system.listStatus(source);
    List<FileStatus> files =
        Arrays.stream(members)
            .filter(FileStatus::isFile)
            .filter(file -> !file.getPath().getName().matches("[._].*"))
            .sorted()
            .toList();
    if (files.isEmpty()) {
      throw new InvalidDataException(source + " has no files");
    }
    return files;
  }

  private void write(CorpusFile file, ShippedFile model, String output) {
    List<Section> sections = CorpusSections.of(file, context, hadoop);
    SectionTask task = new SectionTask(file, work, model, threadsPerTask, hadoop, lines, malformed);
    context
        .parallelize(sections, sections.size())
        .mapPartitionsWithIndex(task::rows, false)
        .saveAsTextFile(output);
  }
}
