/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small things: ids, amounts, widths, bars, words. */
class TextTest {
  @Test
  void traceId_upperCaseAndBlanks_asItIsStored() {
    assertThat(new TraceId(" 4BF92F3577B34DA6A3CE929D0E0E4736 ").digits()).isEqualTo(Traces.ID);
    assertThat(new TraceId("A3CE929D0E0E4736").padded())
        .isEqualTo("0000000000000000a3ce929d0e0e4736");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "4bf92f3", "4bf92f35-77b3", "xyzxyzxyz", "4bf92f3577b34da6a3ce929d0e0e47360"})
  void traceId_malformed_saysWhatToGive(String text) {
    assertThatThrownBy(() -> new TraceId(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("32 hexadecimal digits, or at least the first 8");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ns",
    "999, 999 ns",
    "1234, 1.23 µs",
    "999499, 999 µs",
    "999500, 1.00 ms",
    "12345678, 12.3 ms",
    "999500000, 1.00 s",
    "59940000000, 59.9 s",
    "59960000000, 1 min 00 s",
    "3725000000000, 1 h 02 min",
    "-1500000, -1.50 ms",
    "9223372036854775807, '2,562,047 h 47 min'"
  })
  void duration_anyLength_threeDigits(long nanos, String text) {
    assertThat(Amounts.duration(nanos)).isEqualTo(text);
  }

  @Test
  void fit_wideLetters_countTwoCells() {
    assertThat(Cells.width("下单 x")).isEqualTo(6);
    assertThat(Cells.fit("下单服务", 6)).isEqualTo("下单… ");
    assertThat(Cells.fit("abc", 5)).isEqualTo("abc  ");
    assertThat(Cells.cut("abc", 0)).isEmpty();
  }

  @Test
  void oneLine_controlCharacters_blanks() {
    assertThat(Cells.oneLine("a\n\tb\033[2Jc\u202Ed\u009b")).isEqualTo("a  b [2Jc d");
  }

  @Test
  void wrap_longText_brokenAtBlanks() {
    assertThat(Wrap.first("one two three", 8)).isEqualTo("one two");
    assertThat(Wrap.first("one two three", 7)).isEqualTo("one two");
    assertThat(Wrap.first("onetwothree", 7)).isEqualTo("onetwot");
    assertThat(Wrap.first("单单", 1)).isEqualTo("单");
  }

  @Test
  void bar_insideOutsideAndBeyond_fillsTheWidth() {
    TimeScale scale = new TimeScale(Traces.START, Traces.START + 100_000_000);

    assertThat(bar(scale, 0, 100)).isEqualTo("##########");
    assertThat(bar(scale, 50, 20)).isEqualTo("     ##   ");
    assertThat(bar(scale, 99, 0)).isEqualTo("         #");
    assertThat(bar(scale, -50, 80)).isEqualTo("‹##       ");
    assertThat(bar(scale, 90, 80)).isEqualTo("         ›");
    assertThat(bar(scale, -90, 10)).isEqualTo("‹         ");
    assertThat(bar(scale, 150, 10)).isEqualTo("         ›");
    assertThat(bar(scale, -1, 300)).isEqualTo("‹########›");
  }

  @Test
  void bar_noDurationAtAll_oneCell() {
    TimeScale scale = new TimeScale(Traces.START, Traces.START);

    assertThat(bar(scale, 0, 0)).isEqualTo("#         ");
  }

  @Test
  void finding_evidence_readsAsWords() {
    Finding finding =
        new Finding(
            "timeout_inversion",
            "payments",
            "Charge",
            "c1",
            List.of(),
            1,
            0,
            "",
            Traces.json(
                "{\"caller\":\"orders\",\"wasted_ns\":1500000000,\"reached_root\":true,"
                    + "\"attempts\":[3,2],\"setting\":{\"name\":\"rpc.timeout\",\"limit_ns\":250000000},"
                    + "\"host\":null}"));

    assertThat(FindingText.of(finding))
        .isEqualTo(
            "worked on after its caller had given up, or would: payments Charge; caller orders,"
                + " wasted 1.50 s, reached root, attempts 3 + 2, setting (name rpc.timeout,"
                + " limit 250 ms)");
  }

  @Test
  void finding_unknownKind_itsName() {
    assertThat(FindingText.kind("slow_start")).isEqualTo("slow start");
  }

  private static String bar(TimeScale scale, long from, long millis) {
    return scale.bar(Traces.span("1", "", "a", "b", "Server", from, millis), 10, '#');
  }
}
