/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedDashboardsTest {
  private static final Path COMMITTED = Path.of("grafana", "dashboards");

  static Stream<Dashboard> dashboards() {
    return Dashboard.all().stream();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void committedFile_sameAsGenerated(Dashboard dashboard) throws Exception {
    assertThat(Files.readString(COMMITTED.resolve(dashboard.fileName())))
        .as("run DashboardsMain, as dashboards/README.md says, and commit what it writes")
        .isEqualTo(DashboardJson.write(dashboard));
  }

  @Test
  void committedDirectory_noFileThatNothingGenerates() throws Exception {
    try (Stream<Path> files = Files.list(COMMITTED)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(dashboards().map(Dashboard::fileName).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void write_twice_sameBytes(Dashboard dashboard) {
    assertThat(DashboardJson.write(dashboard)).isEqualTo(DashboardJson.write(dashboard));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panels_onTheGrid_noneOverlapsAnother(Dashboard dashboard) throws Exception {
    Set<String> taken = new HashSet<>();
    List<Integer> ids = new ArrayList<>();
    for (JsonNode panel : json(dashboard).get("panels")) {
      ids.add(panel.get("id").asInt());
      JsonNode place = panel.get("gridPos");
      int right = place.get("x").asInt() + place.get("w").asInt();
      assertThat(right).as(panel.get("title").asText()).isLessThanOrEqualTo(24);
      for (int x = place.get("x").asInt(); x < right; x++) {
        int bottom = place.get("y").asInt() + place.get("h").asInt();
        for (int y = place.get("y").asInt(); y < bottom; y++) {
          assertThat(taken.add(x + "," + y)).as(panel.get("title").asText()).isTrue();
        }
      }
    }
    assertThat(ids).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void targets_eachNamesItsDataSourceAndText(Dashboard dashboard) throws Exception {
    for (JsonNode panel : json(dashboard).get("panels")) {
      for (JsonNode target : panel.path("targets")) {
        boolean clickHouse =
            target.at("/datasource/uid").asText().equals(DataSource.CLICKHOUSE.uid());
        assertThat(target.path(clickHouse ? "rawSql" : "expr").asText()).isNotBlank();
      }
    }
  }

  private static JsonNode json(Dashboard dashboard) throws Exception {
    return new ObjectMapper().readTree(DashboardJson.write(dashboard));
  }
}
