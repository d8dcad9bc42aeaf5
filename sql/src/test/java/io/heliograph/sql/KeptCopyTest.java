/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the copy of kept spans goes on, whatever happened to the one before. */
class KeptCopyTest {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private static KeptShop shop;

  @BeforeAll
  static void open() {
    shop = new KeptShop(CLICKHOUSE);
  }

  @BeforeEach
  void empty() {
    shop.empty();
  }

  @Test
  void copy_madeAgain_changesNothing() {
    shop.spans("kept", "10:00:00", 3);
    shop.trace("kept", "10:00:00", 3, "share", 20, 3_000);
    shop.arrivedMinutesAgo(30);

    shop.copy();
    long written = shop.copy();

    assertThat(written).isZero();
    assertThat(shop.stored()).isEqualTo("3");
  }

  @Test
  void copy_thatWasNotFinished_isMadeAgainAndDoublesNothing() {
    shop.spans("a", "10:00:00", 3);
    shop.spans("b", "10:00:00", 3);
    shop.trace("a", "10:00:00", 3, "error", 1, 3_000);
    shop.trace("b", "10:00:00", 3, "error", 1, 3_000);
    shop.arrivedMinutesAgo(30);
    shop.copy();
    // as a server leaves it that is killed in the midst: without the mark, and without b's last
    shop.client.execute(
        "DELETE FROM otel_traces_kept_rows WHERE TraceId = '' OR (TraceId = 'b' AND SpanId = '2')");
    assertThat(shop.stored()).isEqualTo("5");
    shop.client.execute(
        "ALTER TABLE otel_traces_kept_rows MODIFY SETTING non_replicated_deduplication_window = 0");

    shop.copy();

    assertThat(shop.stored()).isEqualTo("6");
    assertThat(shop.copy()).isZero();
  }

  /** What the two tests around this one rest on: no mark of a copy that is not all there. */
  @Test
  void mark_ofACopyInManyBlocks_isInTheLastOne() {
    String query =
        shop.client
            .query(
                "SELECT as_select FROM system.tables WHERE database = currentDatabase() AND name ="
                    + " 'otel_traces_kept_mv'")
            .column("as_select")
            .get(0);
    shop.spans("kept", "10:00:00", 30_000);
    shop.trace("kept", "10:00:00", 30_000, "error", 1, 30_000_000);
    shop.arrivedMinutesAgo(30);
    shop.client.execute("SYSTEM STOP MERGES otel_traces_kept_rows");
    try {
      shop.client.execute(
          "ALTER TABLE otel_traces_kept_mv MODIFY QUERY "
              + query
              + ", max_block_size = 1000, max_insert_block_size = 1000,"
              + " min_insert_block_size_rows = 1000, min_insert_block_size_bytes = 0");
      shop.copy();

      QueryResult result =
          shop.client.query(
              "SELECT uniqExact(_part) AS parts, maxIf(_block_number, TraceId = '') AS of_mark,"
                  + " max(_block_number) AS last FROM otel_traces_kept_rows");
      assertThat(Integer.parseInt(result.column("parts").get(0))).isGreaterThan(10);
      assertThat(result.column("of_mark")).isEqualTo(result.column("last"));
    } finally {
      shop.client.execute("ALTER TABLE otel_traces_kept_mv MODIFY QUERY " + query);
      shop.client.execute("SYSTEM START MERGES otel_traces_kept_rows");
    }
  }

  @Test
  void copy_withinTwentyMinutes_waitsForLateSpans() {
    shop.spans("kept", "10:00:00", 3);
    shop.trace("kept", "10:00:00", 3, "share", 20, 3_000);
    shop.arrivedMinutesAgo(19);
    assertThat(shop.copy()).isZero();

    shop.arrivedMinutesAgo(21);
    shop.copy();

    assertThat(shop.stored()).isEqualTo("3");
  }

  @Test
  void copy_ofARevision_replacesWhatWasCopiedAndTakesTheLateSpan() {
    shop.spans("kept", "10:00:00", 3);
    shop.trace("kept", "10:00:00", 3, "share", 20, 3_000);
    shop.arrivedMinutesAgo(60);
    shop.copy();
    shop.spans("kept", "10:04:00", 4);
    shop.trace("kept", "10:00:00", 7, "error", 1, 7_001);
    shop.client.execute(
        "ALTER TABLE trace_rows_kept UPDATE arrived = now64(3) - INTERVAL 30 MINUTE WHERE version ="
            + " 7001 SETTINGS mutations_sync = 1");

    shop.copy();

    assertThat(
            shop.client
                .query(
                    "SELECT count() AS n, groupUniqArray((keep_reason, weight)) AS keep FROM"
                        + " otel_traces_kept")
                .rows())
        .containsExactly(List.of("7", "[('error',1)]"));
  }

  @Test
  void copy_afterHoursWithoutOne_goesOnWhereItStopped() {
    for (String[] trace :
        new String[][] {{"a", "600"}, {"b", "300"}, {"none", "290"}, {"c", "30"}}) {
      if (!trace[0].equals("none")) {
        shop.spans(trace[0], "10:00:00", 2);
      }
      shop.trace(trace[0], "10:00:00", 1_500_000, "rate", 7, 2_000);
      shop.client.execute(
          "ALTER TABLE trace_rows_kept UPDATE arrived = now64(3) - INTERVAL %s MINUTE WHERE trace_id"
                  .formatted(trace[1])
              + " = '%s' SETTINGS mutations_sync = 1".formatted(trace[0]));
    }

    shop.copy();
    assertThat(shop.stored()).as("no more spans at once than a copy may have").isEqualTo("2");
    shop.copy();
    assertThat(shop.stored()).isEqualTo("4");
    shop.copy();
    assertThat(shop.stored()).as("a trace whose spans are gone").isEqualTo("4");
    shop.copy();
    assertThat(shop.stored()).isEqualTo("6");
  }

  @Test
  void copy_whenNothingIsKept_readsNoSpans() {
    shop.spans("other", "10:00:00", 1_000);
    shop.trace("other", "10:00:00", 1_000, "", 1, 1_000_000);

    assertThat(shop.copy()).isZero();

    assertThat(
            shop.client
                .query("SELECT read_rows AS n FROM system.view_refreshes" + KeptShop.OF_VIEW)
                .column("n"))
        .containsExactly("0");
    assertThat(shop.client.query("SELECT count() AS n FROM trace_rows_kept").column("n"))
        .containsExactly("0");
  }
}
