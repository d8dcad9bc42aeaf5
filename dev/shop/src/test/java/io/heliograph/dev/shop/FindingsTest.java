/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.shop.FaultSchedule.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private static final Window STORM = window("everybody tries again", 100_000, 110_000);
  private static final Window LEAK = window("lane leak", 105_000, 120_000);
  private static final List<Window> WINDOWS = List.of(STORM, LEAK);

  @Test
  void expected_inTheWindowAndJustBefore_isOfTheFault() {
    Finding before = finding("retry_storm", "frontend", 99_500);
    Finding within = finding("retry_storm", "frontend", 105_000);
    Findings findings =
        new Findings(
            List.of(
                before,
                within,
                finding("retry_storm", "frontend", 112_000),
                finding("retry_storm", "orders", 105_000),
                finding("retry_storm", "frontend", "shop.v1.Inventory/Stock", 105_000),
                finding("error_origin", "shipping", 105_000)));

    assertThat(findings.expected(STORM)).containsExactly(before, within);
    assertThat(findings.expected(LEAK)).isEmpty();
  }

  @Test
  void unexplained_byproductOfAFault_isNone() {
    Finding late = finding("error_origin", "shipping", 115_000);
    Finding strange = finding("clock_skew", "orders", 105_000);
    Finding elsewhere = finding("lane_violation", "orders", "shop.v1.Orders/Cancel", 119_000);
    Findings findings =
        new Findings(
            List.of(
                finding("error_origin", "shipping", 105_000),
                finding("retry_storm", "frontend", 105_000),
                finding("lane_violation", "orders", 119_000),
                late,
                strange,
                elsewhere));

    assertThat(findings.unexplained(WINDOWS)).containsExactly(late, strange, elsewhere);
  }

  @Test
  void words_savingOfSeveral_isTheMedianAndTheSum() {
    List<Finding> three =
        List.of(
            finding("serial_calls", 60_000_000, ""),
            finding("serial_calls", 20_000_000, ""),
            finding("serial_calls", 30_000_000, ""));

    assertThat(Saving.words(three)).isEqualTo("asking at once saves 30 ms a trace, 110 ms in all");
  }

  @Test
  void words_evidenceThatIsNone_saysWhatIsSure() {
    assertThat(Saving.words(List.of(finding("timeout_inversion", 0, "not JSON"))))
        .isEqualTo("none known");
    assertThat(Saving.words(List.of(finding("timeout_inversion", 0, "{\"wasted_ns\":2500000}"))))
        .isEqualTo("2.5 ms of work for nobody a trace");
  }

  private static Window window(String fault, long from, long to) {
    return new Window(Faults.named(fault), from, to);
  }

  /** At the operation where the faults of the windows show. */
  private static Finding finding(String kind, String service, long at) {
    boolean refused = kind.equals("error_origin");
    return finding(
        kind, service, refused ? "shop.v1.Shipping/Schedule" : "shop.v1.Orders/Place", at);
  }

  private static Finding finding(String kind, String service, String operation, long at) {
    return new Finding("t", new Verdict(kind, service, operation), 3, 0, "", at);
  }

  private static Finding finding(String kind, long saving, String evidence) {
    return new Finding("t", new Verdict(kind, "frontend", "op"), 3, saving, evidence, 0);
  }
}
