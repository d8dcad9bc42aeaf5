/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The pipeline's books, by signal. */
record Ledger(List<Line> lines) {
  private static final int WAIT_SECONDS = 60;
  private static final int CALM_LOOKS = 3;
  private static final long LOOK_MILLIS = 2_500; // longer than a checkpoint

  /** One signal. */
  record Line(
      String signal,
      long accepted,
      long stored,
      long dead,
      long rejected,
      long late,
      long duplicate) {
    boolean balanced() {
      return accepted == stored + dead;
    }
  }

  boolean balanced() {
    return !lines.isEmpty() && lines.stream().allMatch(Line::balanced);
  }

  static Ledger read(ClickHouse clickHouse) throws IOException, InterruptedException {
    return of(clickHouse.rows(ReportQueries.LEDGER, Map.of()));
  }

  static Ledger of(List<JsonNode> rows) {
    return new Ledger(
        rows.stream()
            .map(
                row ->
                    new Line(
                        row.path("signal").asText(),
                        row.path("accepted").asLong(),
                        row.path("stored").asLong(),
                        row.path("dead").asLong(),
                        row.path("rejected").asLong(),
                        row.path("late").asLong(),
                        row.path("duplicate").asLong()))
            .toList());
  }

  /** Waits until the books balance and nothing moves any more, for a minute at most. */
  static Ledger settled(ClickHouse clickHouse, Screen screen)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + WAIT_SECONDS * 1_000_000_000L;
    Ledger previous = new Ledger(List.of());
    int calm = 0;
    while (calm < CALM_LOOKS && System.nanoTime() < deadline) {
      screen.status("waiting until the pipeline has stored what is on its way");
      Thread.sleep(LOOK_MILLIS);
      Ledger now = read(clickHouse);
      calm = now.balanced() && now.equals(previous) ? calm + 1 : 0;
      previous = now;
    }
    return previous;
  }
}
