package org.transformerzoo.datavec.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** Ready-made definitions seldom say how to pad; what there is to go by. */
class PaddingStyleTest {

  @Test
  void rightInTheFirstSegmentIsUsual() throws JsonProcessingException {
    assertThat(style("{}", "{}")).isEqualTo(PaddingStyle.USUAL);
    assertThat(style("{\"padding\": null}", "{\"tokenizer_class\": \"BertTokenizer\"}"))
        .isEqualTo(PaddingStyle.USUAL);
  }

  @Test
  void xlnetIsKnownByItsClassOrItsThirdSegment() throws JsonProcessingException {
    assertThat(style("{}", "{\"tokenizer_class\": \"XLNetTokenizerFast\"}"))
        .isEqualTo(PaddingStyle.XLNET);
    String template =
        """
        {"post_processor": {"type": "TemplateProcessing", "single": [
          {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "<sep>", "type_id": 0}},
          {"SpecialToken": {"id": "<cls>", "type_id": 2}}]}}
        """;
    assertThat(style(template, "{}")).isEqualTo(PaddingStyle.XLNET);
  }

  @Test
  void whatIsSaidCountsMore() throws JsonProcessingException {
    String left = "{\"padding\": {\"direction\": \"Left\", \"pad_type_id\": 1}}";
    assertThat(style(left, "{}")).isEqualTo(new PaddingStyle(PaddingSide.LEFT, 1));
    assertThat(style(left, "{\"padding_side\": \"right\", \"pad_token_type_id\": 4}"))
        .isEqualTo(new PaddingStyle(PaddingSide.RIGHT, 4));
  }

  private static PaddingStyle style(String definition, String config)
      throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    return PaddingStyle.of(mapper.readTree(definition), mapper.readTree(config));
  }
}
