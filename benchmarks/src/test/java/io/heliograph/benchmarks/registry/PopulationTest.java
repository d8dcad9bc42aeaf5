/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliograph.registry.v1.RegisterRequest;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PopulationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Population FLEET = new Population("", 1_000, 30);

  @Test
  void put_andRegister_sayTheSame() throws Exception {
    String[] request = new String(FLEET.put(70_007), UTF_8).split("\r\n\r\n", 2);
    JsonNode json = JSON.readTree(request[1]);
    RegisterRequest message = FLEET.register(70_007);

    assertThat(request[0])
        .startsWith(
            "PUT /v1/namespaces/default/services/service-0007/instances/instance-070007 HTTP/1.1")
        .contains("Content-Length: " + request[1].getBytes(UTF_8).length);
    assertThat(message.getService()).isEqualTo("service-0007");
    assertThat(message.getInstance().getId()).isEqualTo("instance-070007");
    assertThat(message.getInstance().getHost()).isEqualTo(json.path("host").asText());
    assertThat(message.getInstance().getLocation().getRoom())
        .isEqualTo(json.path("location").path("room").asText());
    assertThat(message.getInstance().getLeaseSeconds())
        .isEqualTo(json.path("leaseSeconds").asInt());
    assertThat(message.getInstance().getTagsOrThrow("tier"))
        .isEqualTo(json.path("tags").path("tier").asText());
  }

  @Test
  void host_hundredThousand_eachItsOwn() {
    Set<String> hosts = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      hosts.add(Population.host(i));
    }
    assertThat(hosts).hasSize(100_000);
  }

  @Test
  void eurekaPost_isJsonOfItsClient() throws Exception {
    String[] request = new String(FLEET.eurekaPost(5, "2"), UTF_8).split("\r\n\r\n", 2);
    JsonNode instance = JSON.readTree(request[1]).path("instance");

    assertThat(request[0]).startsWith("POST /eureka/apps/SERVICE-0005 ");
    assertThat(instance.path("instanceId").asText()).isEqualTo("instance-000005");
    assertThat(instance.path("dataCenterInfo").path("@class").asText())
        .isEqualTo("com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo");
    assertThat(instance.path("metadata").path("version").asText()).isEqualTo("2");
  }
}
