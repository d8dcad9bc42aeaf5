/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import static io.heliograph.jobs.trace.result.ASpan.client;
import static io.heliograph.jobs.trace.result.ASpan.server;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneSightingsTest {
  private static final long HOUR = 1_793_527_200;
  private static final long MINUTES = 60_000;

  private final LaneSightings sightings = new LaneSightings();

  private List<LaneRow> flush() {
    List<TraceOutput> outputs = new ArrayList<>();
    sightings.flush(outputs::add);
    return outputs.stream().map(TraceOutput::lane).toList();
  }

  @Test
  void add_instances_areSeenOncePerHourAndLane() {
    for (int i = 0; i < 3; i++) {
      sightings.add(server(1, 0, "orders", "place").from(i, 5).lane("blue", "").span());
      sightings.add(server(1, 0, "orders", "place").from(i, 5).lane("", "blue").span());
      sightings.add(client(1, 0, "stock", "get").from(i, 5).lane("", "blue").span());
    }
    sightings.add(
        server(1, 0, "orders", "place").from(60 * MINUTES, 61 * MINUTES).lane("", "blue").span());

    assertThat(flush())
        .containsExactly(
            new LaneRow(HOUR, "orders", ""),
            new LaneRow(HOUR, "orders", "blue"),
            new LaneRow(HOUR, "stock", "blue"),
            new LaneRow(HOUR + 3_600, "orders", "blue"));
    sightings.add(server(1, 0, "orders", "place").from(7, 9).lane("", "blue").span());
    assertThat(flush()).isEmpty();
  }

  @Test
  void add_instanceWithoutALane_standsWhereItServes() {
    sightings.add(server(1, 0, "orders", "place").lane("blue", null).span());
    sightings.add(client(2, 1, "orders", "get").lane("green", null).span());
    sightings.add(server(3, 2, "stock", "get").lane("", null).span());

    assertThat(flush()).containsExactly(new LaneRow(HOUR, "orders", "blue"));
  }

  @Test
  void add_moreThanCanBeRemembered_tellsAgainAndForgetsTheRest() {
    for (int i = 0; i <= LaneSightings.MAX_REMEMBERED; i++) {
      sightings.add(server(1, 0, "orders", "place").lane("", "lane-" + i).span());
    }
    assertThat(flush()).hasSize(LaneSightings.MAX_REMEMBERED + 1);

    sightings.add(server(1, 0, "orders", "place").lane("", "lane-0").span());

    assertThat(flush()).containsExactly(new LaneRow(HOUR, "orders", "lane-0"));
  }
}
