/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import io.heliograph.dashboards.Panel.Drawing;
import io.heliograph.dashboards.Panel.Threshold;
import java.util.List;
import java.util.Map;

/** The conservation law of {@code pipeline_ledger}: accepted = stored + dead, per signal. */
final class LedgerPanels {
  private LedgerPanels() {}

  static List<Panel> conservation() {
    return List.of(unaccounted(), bySignal(), acceptedAndStored(), unaccountedByMinute());
  }

  static List<Panel> refusals() {
    return List.of(refusedByStage(), reasons(), latestDeadLetters());
  }

  private static Panel unaccounted() {
    return Panel.of(
            Drawing.STAT,
            "Accepted - stored - dead",
            "Items on their way, per signal. 0 when nothing flows; a number that stays after the"
                + " senders went quiet is a loss (above 0) or a double count (below 0).",
            Query.table(
                """
                SELECT signal,
                  toInt64(sumIf(count, stage = 'accepted'))
                    - toInt64(sumIf(count, stage IN ('stored', 'dead'))) AS unaccounted
                FROM pipeline_ledger
                WHERE $__timeFilter(window_start)
                GROUP BY signal
                ORDER BY signal
                """))
        .withSize(12, 6)
        .withThresholds(
            new Threshold(Double.NEGATIVE_INFINITY, "red"),
            new Threshold(0, "green"),
            new Threshold(1, "orange"));
  }

  private static Panel bySignal() {
    return Panel.of(
            Drawing.TABLE,
            "The ledger",
            "Every stage of every signal in the chosen time, by the minute in which the items"
                + " reached Kafka.",
            Query.table(
                """
                SELECT signal,
                  sumIf(count, stage = 'accepted') AS accepted,
                  sumIf(count, stage = 'stored') AS stored,
                  sumIf(count, stage = 'dead') AS dead,
                  sumIf(count, stage = 'rejected') AS rejected,
                  sumIf(count, stage = 'late') AS late,
                  sumIf(count, stage = 'duplicate') AS duplicate
                FROM pipeline_ledger
                WHERE $__timeFilter(window_start)
                GROUP BY signal
                ORDER BY signal
                """))
        .withSize(12, 6);
  }

  private static Panel acceptedAndStored() {
    return Panel.of(
        Drawing.LINES,
        "Accepted and stored, per minute",
        "Two lines per signal that should lie on each other.",
        Query.series(
            """
            SELECT toStartOfInterval(window_start, toIntervalSecond(greatest(60, $__interval_s))) AS time,
              concat(signal, ' ', stage) AS line,
              sum(count) / (greatest(60, $__interval_s) / 60) AS items
            FROM pipeline_ledger
            WHERE $__timeFilter(window_start) AND stage IN ('accepted', 'stored')
            GROUP BY time, line
            ORDER BY time, line
            """));
  }

  private static Panel unaccountedByMinute() {
    return Panel.of(
        Drawing.LINES,
        "Not accounted for yet, by minute of arrival",
        "When the items arrived that are neither stored nor dead. Only the last minutes may differ"
            + " from 0.",
        Query.series(
            """
            SELECT window_start AS time,
              signal,
              toInt64(sumIf(count, stage = 'accepted'))
                - toInt64(sumIf(count, stage IN ('stored', 'dead'))) AS unaccounted
            FROM pipeline_ledger
            WHERE $__timeFilter(window_start)
            GROUP BY time, signal
            ORDER BY time, signal
            """));
  }

  private static Panel refusedByStage() {
    return Panel.of(
            Drawing.STACKED_BARS,
            "Rejected, dead, late and duplicate",
            "Rejected: refused by the gateway, the sender was told. Dead: accepted, but impossible"
                + " to store. Late: came after its window closed. Duplicate: a repeat that was"
                + " dropped.",
            Query.series(
                """
                SELECT toStartOfInterval(window_start, toIntervalSecond(greatest(60, $__interval_s))) AS time,
                  concat(signal, ' ', stage) AS line,
                  sum(count) AS items
                FROM pipeline_ledger
                WHERE $__timeFilter(window_start) AND stage IN ('rejected', 'dead', 'late', 'duplicate')
                GROUP BY time, line
                ORDER BY time, line
                """))
        .withSize(10, 9);
  }

  private static Panel reasons() {
    return Panel.of(
            Drawing.TABLE,
            "Reasons",
            "Why items were refused, most frequent first.",
            Query.table(
                """
                SELECT reason, signal, stage, sum(count) AS items, max(time) AS last
                FROM dead_letters
                WHERE $__timeFilter_ms(time)
                GROUP BY reason, signal, stage
                ORDER BY items DESC
                LIMIT 50
                """))
        .withSize(14, 9);
  }

  private static Panel latestDeadLetters() {
    return Panel.of(
            Drawing.TABLE,
            "Latest dead letters",
            "Where to look: the record in Kafka by topic, partition and offset, and how its payload"
                + " begins.",
            Query.table(
                """
                SELECT time, signal, stage, count, topic, partition, offset, reason,
                  toValidUTF8(substring(payload, 1, 120)) AS payload_begins
                FROM dead_letters
                WHERE $__timeFilter_ms(time)
                ORDER BY time DESC
                LIMIT 20
                """))
        .withSize(24, 7)
        .withColumnUnits(Map.of("offset", "none", "partition", "none"));
  }
}
