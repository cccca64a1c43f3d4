package org.transformerzoo.tuning.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A report as JSON, in which a number that is not finite is null. */
record ReportJson(ReportedSearch search) {

  /** What JSON has for numbers that it cannot write. */
  private static final class FiniteOrNull extends StdSerializer<Double> {
    private static final long serialVersionUID = 1;

    FiniteOrNull() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
  }

  String text() {
    ObjectMapper mapper =
        new ObjectMapper()
            .registerModule(
                new SimpleModule()
                    .addSerializer(Double.class, new FiniteOrNull())
                    .addSerializer(double.class, new FiniteOrNull()));
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(content()) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A report cannot be written as JSON", e);
    }
  }

  private Map<String, Object> content() {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("metric", search.metric());
    content.put("planned", search.plan().candidates());
    content.put("unfinished", search.isUnfinished());
    content.put("settings", search.settings().stream().map(VariedSetting::key).toList());
    content.put("best", search.best().map(best -> best.result().index()).orElse(null));
    content.put("configuration", search.bestConfiguration().orElse(null));
    content.put("candidates", search.candidates().stream().map(ReportJson::candidate).toList());
    return content;
  }

  private static Map<String, Object> candidate(RankedCandidate candidate) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("rank", candidate.rank());
    content.put("spread", candidate.spread());
    content.put("result", candidate.result());
    return content;
  }
}
