/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link leads to a dashboard there is, and sets a variable it has. */
class LinksTest {
  private static final Map<String, Dashboard> BY_UID =
      Dashboard.all().stream().collect(Collectors.toMap(Dashboard::uid, Function.identity()));

  static Stream<Arguments> panels() {
    return Dashboard.all().stream()
        .flatMap(
            dashboard ->
                dashboard.panels().stream()
                    .filter(panel -> !panel.links().isEmpty())
                    .map(panel -> Arguments.of(dashboard.uid() + ": " + panel.title(), panel)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("panels")
  void link_ofPanel_namesDashboardVariableAndColumn(String title, Panel panel) {
    String sql = panel.queries().stream().map(Query::text).collect(Collectors.joining("\n"));
    panel
        .links()
        .forEach(
            (column, links) -> {
              assertThat(sql).containsPattern("\\b" + column + "\\b");
              for (Link link : links) {
                assertThat(BY_UID).containsKey(link.uid());
                List<String> variables =
                    BY_UID.get(link.uid()).variables().stream().map(Variable::name).toList();
                assertThat(variables).containsAll(link.fields().keySet());
                link.fields().values().forEach(field -> assertThat(sql).contains(field));
              }
            });
  }

  @Test
  void url_ofLink_keepsTimeAndEncodesValues() {
    assertThat(
            new Link("x", "heliograph-compare", Map.of("service", "root", "operation", "name"))
                .url())
        .isEqualTo(
            "/d/heliograph-compare?${__url_time_range}"
                + "&var-operation=${__data.fields.name:percentencode}"
                + "&var-service=${__data.fields.root:percentencode}");
  }

  @Test
  void overrides_ofLinkedColumn_holdTitleAndUrl() throws Exception {
    Panel panel =
        Panel.of(Panel.Drawing.TABLE, "Traces", "Which?", Query.table("SELECT 'a' AS id"))
            .withColumnUnits(Map.of("id", "none"))
            .withLinks(Map.of("id", List.of(Link.toTrace("id"))));

    JsonNode overrides =
        new ObjectMapper()
            .readTree(PanelJson.panel(1, panel).toString())
            .at("/fieldConfig/overrides");

    assertThat(overrides.at("/0/properties/0/value").asText()).isEqualTo("none");
    assertThat(overrides.at("/1/matcher/options").asText()).isEqualTo("id");
    assertThat(overrides.at("/1/properties/0/id").asText()).isEqualTo("links");
    assertThat(overrides.at("/1/properties/0/value/0/url").asText())
        .isEqualTo(
            "/d/heliograph-trace?${__url_time_range}"
                + "&var-trace_id=${__data.fields.id:percentencode}");
  }

  @Test
  void everyDashboard_isReachedFromEveryOther() throws Exception {
    for (Dashboard dashboard : Dashboard.all()) {
      JsonNode json = new ObjectMapper().readTree(DashboardJson.write(dashboard));

      assertThat(json.at("/links/0/tags/0").asText()).isEqualTo(json.at("/tags/0").asText());
    }
  }
}
