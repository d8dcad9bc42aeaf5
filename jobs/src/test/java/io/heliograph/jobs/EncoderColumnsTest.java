/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.jobs.ledger.DeadLetterEncoder;
import io.heliograph.jobs.log.LogEncoder;
import io.heliograph.jobs.metric.MetricEncoder;
import io.heliograph.jobs.trace.SpanEncoder;
import io.heliograph.sinks.RowEncoder;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EncoderColumnsTest {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  @BeforeAll
  static void migrate() {
    Tables.migrate(CLICKHOUSE);
  }

  static Stream<RowEncoder<?>> encoders() {
    return Stream.of(
        new SpanEncoder(), new LogEncoder(), new MetricEncoder(), new DeadLetterEncoder());
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void tables_columns_areThoseOfTheServer(RowEncoder<?> encoder) {
    Tables.assertMatches(encoder, CLICKHOUSE);
  }
}
