/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvisioningTest {
  private static final Path PROVISIONING = Path.of("grafana", "provisioning");

  @Test
  void dataSources_provisioned_thoseTheDashboardsName() throws Exception {
    Map<String, String> typesByUid = new HashMap<>();
    for (JsonNode source : yaml("datasources").get("datasources")) {
      typesByUid.put(source.get("uid").asText(), source.get("type").asText());
    }

    Map<String, String> named = new HashMap<>();
    for (DataSource source : DataSource.values()) {
      named.put(source.uid(), source.type());
    }
    assertThat(typesByUid).isEqualTo(named);
  }

  @Test
  void dataSources_clickHouse_readsTheContractsDatabase() throws Exception {
    JsonNode clickHouse = yaml("datasources").at("/datasources/0/jsonData");

    assertThat(clickHouse.get("defaultDatabase").asText()).isEqualTo("heliograph");
    assertThat(clickHouse.at("/logs/defaultTable").asText()).isEqualTo("otel_logs");
    assertThat(clickHouse.at("/traces/defaultTable").asText()).isEqualTo("otel_traces");
  }

  @Test
  void provider_generatedDashboards_notEditableInGrafana() throws Exception {
    JsonNode provider = yaml("dashboards").at("/providers/0");

    assertThat(provider.get("type").asText()).isEqualTo("file");
    assertThat(provider.get("allowUiUpdates").asBoolean()).isFalse();
  }

  private static JsonNode yaml(String kind) throws Exception {
    return new YAMLMapper()
        .readTree(PROVISIONING.resolve(kind).resolve("heliograph.yaml").toFile());
  }
}
