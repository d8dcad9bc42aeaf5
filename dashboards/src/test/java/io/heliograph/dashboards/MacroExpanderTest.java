/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MacroExpanderTest {
  private static final Instant FROM = Instant.parse("2026-11-23T10:00:00.250Z");
  private static final Instant TO = Instant.parse("2026-11-23T11:00:00.750Z");

  private static final MacroExpander ALL = expander(List.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$__timeFilter(t) | t >= toDateTime(1795428000) AND t <= toDateTime(1795431600)",
        "$__timeFilter_ms(t) | t >= fromUnixTimestamp64Milli(1795428000250) AND t <="
            + " fromUnixTimestamp64Milli(1795431600750)",
        "$__dateFilter(d) | d >= toDate('2026-11-23') AND d <= toDate('2026-11-23')",
        "$__fromTime, $__toTime | toDateTime(1795428000), toDateTime(1795431600)",
        "$__fromTime_ms | fromUnixTimestamp64Milli(1795428000250)",
        "$__timeInterval(t) AS time | toStartOfInterval(toDateTime(t), INTERVAL 15 second) AS time",
        "$__timeInterval_ms(t) | toStartOfInterval(toDateTime64(t, 3), INTERVAL 15000 millisecond)",
        "count() / $__interval_s | count() / 15",
        "$__timeFilter(coalesce(a, b)) | coalesce(a, b) >= toDateTime(1795428000) AND coalesce(a,"
            + " b) <= toDateTime(1795431600)",
        "$__conditionalAll(s IN (${service:singlequote}), $service) AND 2 | 1=1 AND 2"
      })
  void expand_eachMacro_asTheDataSourceDoes(String sql, String expanded) {
    assertThat(ALL.expand(sql)).isEqualTo(expanded);
  }

  @Test
  void expand_chosenValues_quotedAndKept() {
    assertThat(
            expander(List.of("orders", "o'brien"))
                .expand("$__conditionalAll(s IN (${service:singlequote}), $service)"))
        .isEqualTo("s IN ('orders','o\\'brien')");
  }

  @Test
  void expand_unknownMacroOrVariable_refused() {
    assertThatThrownBy(() -> ALL.expand("$__timeFliter(t)")).hasMessageContaining("timeFliter");
    assertThatThrownBy(() -> ALL.expand("${servcie}")).hasMessageContaining("servcie");
    assertThatThrownBy(() -> ALL.expand("${service:json}")).hasMessageContaining("json");
  }

  @Test
  void expand_wrongArguments_refused() {
    assertThatThrownBy(() -> ALL.expand("$__timeFilter(a, b)")).hasMessageContaining("1 argument");
    assertThatThrownBy(() -> ALL.expand("$__timeFilter(a")).hasMessageContaining("not closed");
  }

  @Test
  void expand_shortInterval_atLeastOneSecond() {
    assertThat(
            new MacroExpander(FROM, TO, Duration.ofMillis(200), Map.of()).expand("$__interval_s"))
        .isEqualTo("1");
  }

  private static MacroExpander expander(List<String> services) {
    return new MacroExpander(FROM, TO, Duration.ofSeconds(15), Map.of("service", services));
  }
}
