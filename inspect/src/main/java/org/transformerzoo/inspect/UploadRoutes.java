package org.transformerzoo.inspect;

import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.inspect.server.Json;
import org.transformerzoo.inspect.server.RouteGroup;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.Setting;

/** Takes another data set from the page. The one before stays if it cannot be read. */
final class UploadRoutes implements RouteGroup {

  private static final long LARGEST = 64L << 20;
  private static final int CHUNK = 1 << 16;

  /** What a file is called may say how it is laid out, and nothing else. */
  private static final Pattern NAME = Pattern.compile("[^/\\\\\\p{Cntrl}]{1,200}");

  private static final Pattern ENDING = Pattern.compile("\\.[A-Za-z0-9]{1,10}(\\.gz)?$");

  private static final List<Setting<?>> COLUMNS =
      List.of(DataSettings.TEXT_COLUMN, DataSettings.PAIR_COLUMN, DataSettings.LABEL_COLUMN);

  private final Inspection inspection;

  UploadRoutes(Inspection inspection) {
    this.inspection = inspection;
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.post("/api/data", this::open);
  }

  /** The body is the file, its name and the names of its columns are query parameters. */
  private void open(Context request) throws IOException {
    inspection.model(0);
    String name = request.queryParam("name");
    if (name == null || !NAME.matcher(name).matches() || name.startsWith(".")) {
      throw new IllegalArgumentException("The name of the file is missing or no plain name");
    }
    FineTuningConfiguration.Builder reading = inspection.configuration().toBuilder();
    for (Setting<?> column : COLUMNS) {
      String given = request.queryParam(column.key());
      if (given != null && !given.isBlank()) {
        reading.set(column.key(), given);
      }
    }
    Path file = Files.createTempFile("tzoo-inspect-", ending(name));
    try {
      copy(request, file);
      inspection.open(read(inspection.reading(reading.buildPartial()), file, name));
    } finally {
      Files.deleteIfExists(file);
    }
    Json.write(request, Map.of("number", inspection.snapshot().number()));
  }

  /** What a name says about the layout: its ending, such as {@code .csv} or {@code .tsv.gz}. */
  private static String ending(String name) {
    Matcher ending = ENDING.matcher(name);
    return ending.find() ? ending.group() : "";
  }

  /** Reads {@code copy}; sentences about it are made to name the file that it is a copy of. */
  private static InspectedData read(DataReading reading, Path copy, String name) {
    UnaryOperator<String> named = sentence -> sentence.replace(copy.toString(), name);
    try {
      InspectedData data = reading.read(copy, name);
      return new InspectedData(
          name, data.examples(), data.truths(), data.notices().stream().map(named).toList());
    } catch (InvalidDataException e) {
      throw new InvalidDataException(named.apply(e.getMessage()), e);
    }
  }

  private static void copy(Context request, Path file) throws IOException {
    try (InputStream in = request.bodyInputStream();
        OutputStream out = Files.newOutputStream(file)) {
      byte[] chunk = new byte[CHUNK];
      long total = 0;
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        total += read;
        if (total > LARGEST) {
          throw new ContentTooLargeResponse("The file has more than 64 MiB");
        }
        out.write(chunk, 0, read);
      }
    }
  }
}
