/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.jobs.config.ConfigEncoder;
import io.heliograph.jobs.health.HealthEncoder;
import io.heliograph.jobs.log.LogCountEncoder;
import io.heliograph.jobs.message.MessageEncoder;
import io.heliograph.jobs.ratelimit.RateLimitEncoder;
import io.heliograph.jobs.trace.result.TraceEncoder;
import io.heliograph.sinks.RowEncoder;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyedColumnsTest {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  @BeforeAll
  static void migrate() {
    Tables.migrate(CLICKHOUSE);
  }

  static Stream<RowEncoder<?>> encoders() {
    return Stream.of(
        new HealthEncoder(),
        new ConfigEncoder(),
        new MessageEncoder(),
        new RateLimitEncoder(),
        new LogCountEncoder(),
        new TraceEncoder());
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void tables_columns_areThoseOfTheServer(RowEncoder<?> encoder) {
    Tables.assertMatches(encoder, CLICKHOUSE);
  }
}
