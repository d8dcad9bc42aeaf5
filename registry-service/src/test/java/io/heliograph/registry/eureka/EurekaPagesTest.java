/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.netflix.discovery.converters.wrappers.CodecWrappers;
import com.netflix.discovery.converters.wrappers.CodecWrappers.LegacyJacksonJson;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogLimits;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.rules.RulesJson;
import io.heliograph.registry.rules.ServiceRules;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EurekaPagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ServiceName ORDERS = new ServiceName("default", "orders");

  private long now = 1_790_000_000_000L;
  private final Catalog catalog =
      new Catalog(() -> now, 0, Runnable::run, new CatalogLimits(100_000, 1 << 30, 10));
  private ServiceRules rules = ServiceRules.NONE;
  private final EurekaPages pages =
      new EurekaPages(
          catalog, service -> service.equals(ORDERS) ? rules : ServiceRules.NONE, () -> now);

  @Test
  void hashCode_isTheOneTheClientReckons() throws Exception {
    catalog.register(ORDERS, instance("a", 100));
    catalog.register(ORDERS, instance("b", 100));
    catalog.register(ORDERS, instance("c", 0));
    catalog.register(new ServiceName("default", "stock"), instance("a", 100));
    catalog.register(new ServiceName("other", "stock"), instance("x", 100));

    var read =
        CodecWrappers.getDecoder(LegacyJacksonJson.class)
            .decode(
                new String(pages.all().plain(), StandardCharsets.UTF_8),
                com.netflix.discovery.shared.Applications.class);

    assertThat(read.getAppsHashCode()).isEqualTo("OUT_OF_SERVICE_1_UP_3_");
    assertThat(read.getReconcileHashCode()).isEqualTo(read.getAppsHashCode());
    assertThat(read.size()).isEqualTo(4);
    read.shuffleInstances(true);
    assertThat(read.getInstancesByVirtualHostName("stock")).hasSize(1);
    assertThat(read.getInstancesByVirtualHostName("orders")).hasSize(2);
  }

  @Test
  void nothing_isAnEmptyList() throws Exception {
    assertThat(JSON.readTree(pages.all().plain()).toString())
        .isEqualTo(
            "{\"applications\":{\"versions__delta\":\"0\",\"apps__hashcode\":\"\","
                + "\"application\":[]}}");
  }

  @Test
  void gzip_isTheSame() throws Exception {
    catalog.register(ORDERS, instance("a", 100));
    Page page = pages.all();

    assertThat(new GZIPInputStream(new ByteArrayInputStream(page.gzip())).readAllBytes())
        .isEqualTo(page.plain());
  }

  @Test
  void pages_areSharedUntilSomethingChanges() throws Exception {
    catalog.register(ORDERS, instance("a", 100));
    Page first = pages.all();
    pass(10_000);
    assertThat(pages.all()).isSameAs(first);

    pass(EurekaPages.FRESH_MILLIS);
    catalog.register(ORDERS, instance("b", 100));
    assertThat(pages.all()).isNotSameAs(first);
    Page second = pages.all();
    catalog.register(ORDERS, instance("c", 100));
    assertThat(pages.all()).isSameAs(second); // for the time being
    pass(EurekaPages.FRESH_MILLIS);
    assertThat(pages.all()).isNotSameAs(second);
  }

  @Test
  void delta_eachInstanceOnce_byItsLastChange_goneOnesLast() throws Exception {
    catalog.register(ORDERS, instance("a", 100));
    catalog.register(ORDERS, instance("z", 100));
    pass(RecentChanges.KEPT_MILLIS + 1);
    assertThat(delta()).isEmpty();

    catalog.deregister(ORDERS, "a");
    catalog.register(ORDERS, instance("b", 100));
    pass(1_000);
    delta();
    catalog.register(ORDERS, instance("b", 50));
    catalog.register(ORDERS, instance("c", 100));
    pass(1_000);

    assertThat(delta()).containsExactly("b MODIFIED", "c ADDED", "a DELETED");
    pass(RecentChanges.KEPT_MILLIS);
    assertThat(delta()).containsExactly("b MODIFIED", "c ADDED");
    pass(1);
    pass(EurekaPages.FRESH_MILLIS);
    assertThat(delta()).isEmpty();
    assertThat(hash()).isEqualTo("UP_3_");
  }

  @Test
  void delta_ofANodeThatJustStarted_namesWhoCameLately() throws Exception {
    catalog.register(ORDERS, instance("old", 100));
    pass(RecentChanges.KEPT_MILLIS + 1);
    catalog.register(ORDERS, instance("young", 100));

    assertThat(delta()).containsExactly("young ADDED");
  }

  @Test
  void delta_tooMuchToKeep_hasTheClientFetchAll() throws Exception {
    delta();
    for (int i = 0; i <= RecentChanges.MAX; i++) {
      catalog.register(ORDERS, instance("i" + i, 100));
    }
    pass(1_000);

    assertThat(delta()).hasSize(RecentChanges.MAX);
    assertThat(hash()).isEqualTo(EurekaPages.NO_HASH);
    pass(RecentChanges.KEPT_MILLIS + 1);
    assertThat(delta()).isEmpty();
    assertThat(hash()).isEqualTo("UP_" + (RecentChanges.MAX + 1) + "_");
  }

  @Test
  void services_thatDifferInCase_areOneApplication() throws Exception {
    catalog.register(new ServiceName("default", "Orders"), instance("a", 100));
    catalog.register(new ServiceName("default", "Orders"), instance("b", 100));
    catalog.register(ORDERS, instance("a", 100));

    JsonNode all = JSON.readTree(pages.all().plain()).get("applications");
    assertThat(all.get("application")).hasSize(1);
    assertThat(all.at("/application/0/instance")).hasSize(2);
    assertThat(all.get("apps__hashcode").asText()).isEqualTo("UP_2_");
    assertThat(pages.instance("ORDERS", "b")).isPresent();
    assertThat(pages.instance("b")).isPresent();
    assertThat(pages.application("SHOP")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'failover':{'drained':[{'center':'sh-1'}]}} | a MODIFIED | OUT_OF_SERVICE_1_UP_2_",
        "{'weights':{'a':0,'b':1}}                    | a MODIFIED | OUT_OF_SERVICE_1_UP_2_",
        "{'degradation':{'service':'sale'}} | a MODIFIED, b MODIFIED | OUT_OF_SERVICE_2_UP_1_",
        "{'degradation':{'methods':{'/m':'slow'}},'access':{'deny':['shop']}} | '' | UP_3_"
      })
  void rules_thatLeaveNoWeight_areOutOfService_andAChange(String json, String told, String hash)
      throws Exception {
    catalog.register(ORDERS, instance("a", 100, new Location("sh", "sh-1", "a")));
    catalog.register(ORDERS, instance("b", 100, new Location("sh", "sh-2", "a")));
    catalog.register(new ServiceName("default", "stock"), instance("a", 100));
    pass(RecentChanges.KEPT_MILLIS + 1);
    assertThat(delta()).isEmpty();

    rule(json);

    assertThat(String.join(", ", delta())).isEqualTo(told);
    assertThat(hash()).isEqualTo(hash);
    assertThat(status("b")).isEqualTo(told.contains("b") ? "OUT_OF_SERVICE" : "UP");
    rule("{}");
    assertThat(String.join(", ", delta())).as("back again").isEqualTo(told);
    assertThat(hash()).isEqualTo("UP_3_");
  }

  @Test
  void rules_whatTheInstanceSaysWins_overAWeight() throws Exception {
    catalog.register(ORDERS, instance("a", 0));
    rule("{'weights':{'a':10}}");
    assertThat(status("a")).as("a weight of 0 is not what Eureka calls a status").isEqualTo("UP");
    catalog.register(
        ORDERS,
        InstanceReader.read(
            "ORDERS",
            ("{\"instance\":{\"app\":\"ORDERS\",\"instanceId\":\"a\",\"hostName\":\"h\",\"ipAddr\":"
                 + "\"10.0.0.7\",\"port\":1,\"status\":\"DOWN\",\"dataCenterInfo\":{\"name\":\"MyOwn\"}}}")
                .getBytes(StandardCharsets.UTF_8)));
    assertThat(status("a")).isEqualTo("DOWN");
  }

  private void rule(String json) throws Exception {
    rules = RulesJson.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    catalog.touch(ORDERS);
    pass(EurekaPages.FRESH_MILLIS);
  }

  private String status(String id) throws Exception {
    return JSON.readTree(pages.instance("ORDERS", id).orElseThrow().plain())
        .at("/instance/status")
        .asText();
  }

  private void pass(long millis) {
    now += millis;
  }

  private List<String> delta() throws Exception {
    List<String> changes = new ArrayList<>();
    for (JsonNode app : JSON.readTree(pages.delta().plain()).at("/applications/application")) {
      for (JsonNode instance : app.get("instance")) {
        changes.add(
            instance.get("instanceId").asText() + " " + instance.get("actionType").asText());
      }
    }
    return changes;
  }

  private String hash() throws Exception {
    return JSON.readTree(pages.delta().plain()).at("/applications/apps__hashcode").asText();
  }

  private static Instance instance(String id, int weight) {
    return instance(id, weight, Location.UNKNOWN);
  }

  private static Instance instance(String id, int weight, Location location) {
    return new Instance(id, "h", 1, "", "", "", "", weight, 0, 10, location, Map.of(), Map.of());
  }
}
