/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvidenceJsonTest {
  @Test
  void of_everyKindOfValue_isJsonInTheOrderOfTheMap() {
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("host", "orders-1");
    evidence.put("offset_ns", -25_000_000L);
    evidence.put("pairs", 3);
    evidence.put("share", 0.25);
    evidence.put("sure", true);
    evidence.put("levels", List.of(Map.of("service", "orders"), 2L, List.of()));
    evidence.put("nothing", Map.of());

    assertThat(EvidenceJson.of(evidence))
        .isEqualTo(
            "{\"host\":\"orders-1\",\"offset_ns\":-25000000,\"pairs\":3,\"share\":0.25,\"sure\":true,"
                + "\"levels\":[{\"service\":\"orders\"},2,[]],\"nothing\":{}}");
  }

  @Test
  void of_textsThatNeedIt_escapesThem() {
    assertThat(EvidenceJson.of(Map.of("a\"b", "\\ \n\r\t\b\0\u001f Grüße 你好 😀 <&>")))
        .isEqualTo("{\"a\\\"b\":\"\\\\ \\n\\r\\t\\u0008\\u0000\\u001f Grüße 你好 😀 <&>\"}");
  }

  @Test
  void of_whatJsonDoesNotHave_isText() {
    assertThat(EvidenceJson.of(Collections.singletonMap("a", null))).isEqualTo("{\"a\":null}");
    assertThat(
            EvidenceJson.of(
                Map.of("a", Arrays.asList(Double.NaN, Float.NEGATIVE_INFINITY, Thread.State.NEW))))
        .isEqualTo("{\"a\":[\"NaN\",\"-Infinity\",\"NEW\"]}");
  }
}
