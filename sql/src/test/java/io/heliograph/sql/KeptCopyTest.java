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
