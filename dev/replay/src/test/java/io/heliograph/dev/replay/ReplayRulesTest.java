/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayRulesTest {
  @Test
  void csv_quotesCommasAndLineEnds_areRead() throws Exception {
    assertThat(read("a,\"b,\"\"c\"\"\nd\",\r\n\"x\"\r\nlast"))
        .containsExactly(List.of("a", "b,\"c\"\nd", ""), List.of("x"), List.of("last"));
  }

  @Test
  void csv_textAfterAQuote_skipsThatLineOnly() throws Exception {
    assertThat(read("\"a\"b,\"c\nd,e\n")).containsExactly(List.of("malformed"), List.of("d", "e"));
  }

  @Test
  void csv_unendedQuote_isMalformed() throws Exception {
    assertThat(read("a\n\"b")).containsExactly(List.of("a"), List.of("malformed"));
  }

  @Test
  void service_ofAPod_losesItsTwoLastParts() {
    assertThat(Origin.serviceOf("ts-auth-service-7f8d7d756d-k7b9j")).isEqualTo("ts-auth-service");
    assertThat(Origin.serviceOf("mysql-0")).isEqualTo("mysql-0");
    assertThat(Origin.serviceOf("mysql")).isEqualTo("mysql");
  }

  @Test
  void ids_validHex_stays() {
    assertThat(Ids.spanId("00000000000000ff"))
        .isEqualTo(ByteString.copyFrom(new byte[] {0, 0, 0, 0, 0, 0, 0, -1}));
  }

  @Test
  void ids_anythingElse_becomesAValidIdAlwaysTheSame() {
    for (String id : List.of("", "0000000000000000", "520b", "not-hex-not-hex-")) {
      assertThat(Ids.spanId(id).size()).isEqualTo(8);
      assertThat(Ids.spanId(id)).isEqualTo(Ids.spanId(id));
      assertThat(Ids.traceId(id).size()).isEqualTo(16);
    }
    assertThat(Ids.traceId("a")).isNotEqualTo(Ids.traceId("b"));
  }

  @Test
  void severity_inTheFirstWords_isFound() {
    assertThat(Severity.inLine("16:42:22.382 INFO  t.s.Travel#532 ERROR")).hasValue(Severity.INFO);
    assertThat(Severity.inLine("ERROR")).hasValue(Severity.ERROR);
    assertThat(Severity.inLine("nothing to say about any ERROR")).isEmpty();
    assertThat(Severity.inLine("")).isEmpty();
  }

  @Test
  void window_disorderWithinIt_isSorted() {
    ReorderWindow<String> window = new ReorderWindow<>(2);
    window.add(2, "b");
    window.add(1, "a");
    assertThat(window.isFull()).isTrue();
    assertThat(window.removeEarliest()).isEqualTo("a");
    window.add(2, "c");
    assertThat(window.removeEarliest()).isEqualTo("b"); // equal times keep their order
    assertThat(window.removeEarliest()).isEqualTo("c");
    assertThat(window.isEmpty()).isTrue();
  }

  @Test
  void pace_silence_isCutToAMinute() {
    Pace pace = new Pace(2);
    assertThat(pace.dueNanos(1_000)).isZero();
    assertThat(pace.dueNanos(3_000)).isEqualTo(1_000);
    assertThat(pace.dueNanos(2_000)).isEqualTo(1_000); // late: due at once
    assertThat(pace.dueNanos(Long.MAX_VALUE)).isEqualTo(30_000_001_000L);
  }

  @Test
  void otlp_statusCodes_areReadByTheSpecification() {
    for (Status.Code code : Status.Code.values()) {
      if (code == Status.Code.OK) {
        continue;
      }
      boolean again = OtlpAnswers.of(code.toStatus().asRuntimeException()) instanceof Answer.Again;
      assertThat(again)
          .as(code.name())
          .isEqualTo(
              List.of(
                      "CANCELLED",
                      "DEADLINE_EXCEEDED",
                      "ABORTED",
                      "OUT_OF_RANGE",
                      "UNAVAILABLE",
                      "DATA_LOSS")
                  .contains(code.name()));
    }
    assertThat(OtlpAnswers.of(FakeCollector.retryIn(250)))
        .isEqualTo(new Answer.Again(250_000_000, "RESOURCE_EXHAUSTED: busy"));
  }

  @Test
  void zipkin_statusCodes_areReadAsHttpMeansThem() {
    assertThat(ZipkinReceiver.answer(202, "", "")).isEqualTo(new Answer.Taken(0, ""));
    assertThat(ZipkinReceiver.answer(429, "2", "slow down"))
        .isEqualTo(new Answer.Again(2_000_000_000L, "HTTP 429: slow down"));
    assertThat(ZipkinReceiver.answer(503, "soon", "")).isEqualTo(new Answer.Again(-1, "HTTP 503"));
    assertThat(ZipkinReceiver.answer(400, "", "bad id"))
        .isEqualTo(new Answer.Refused("HTTP 400: bad id"));
  }

  @Test
  void console_line_showsShareRateAndTrouble() {
    ReplayProgress progress =
        new ReplayProgress(
            0.5, new ReplayReport.Counts(2_000, 2_000, 1_500, 0, 0), 3, "UNAVAILABLE");

    assertThat(ReplayConsole.line(progress, 2))
        .isEqualTo(
            "[###############...............]  50%  1,500 accepted  750/s  retrying: UNAVAILABLE");
  }

  private static List<List<String>> read(String csv) throws Exception {
    List<List<String>> records = new ArrayList<>();
    try (CsvReader reader = new CsvReader(new StringReader(csv))) {
      while (true) {
        switch (reader.next()) {
          case END -> {
            return records;
          }
          case MALFORMED -> records.add(List.of("malformed"));
          case RECORD -> records.add(reader.fields());
        }
      }
    }
  }
}
