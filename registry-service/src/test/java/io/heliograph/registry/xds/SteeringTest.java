/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import static io.heliograph.registry.xds.Fleet.CENTER_2;
import static io.heliograph.registry.xds.Fleet.ROOM_A;
import static io.heliograph.registry.xds.Fleet.ROOM_B;
import static io.heliograph.registry.xds.Fleet.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.rules.Caller;
import io.heliograph.registry.rules.Candidate;
import io.heliograph.registry.rules.Routing;
import io.heliograph.registry.rules.RulesJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SteeringTest {
  private static final Listed V1 = listed("a", "1.0", ROOM_A);
  private static final Listed V2 = listed("b", "2.0", ROOM_B);
  private static final Caller SHOP = new Caller("shop", ROOM_A, "", Map.of());

  @Test
  void of_ratio_weightedClustersWithTheirOwnEndpoints() throws Exception {
    Steering steering = steer("{'traffic':{'percent':{'1.0':80,'2.0':20}}}", V1, V2);

    assertThat(routes(steering)).hasSize(1);
    assertThat(routes(steering).get(0).getRoute().getWeightedClusters().getClustersList())
        .extracting(ClusterWeight::getName, one -> one.getWeight().getValue())
        .containsExactly(tuple("orders|default|1.0", 80), tuple("orders|default|2.0", 20));
    assertThat(steering.endpoints()).containsOnlyKeys("orders|default|1.0", "orders|default|2.0");
    ClusterLoadAssignment two = endpoints(steering, "orders|default|2.0");
    assertThat(two.getClusterName()).isEqualTo("orders|default|2.0");
    assertThat(two.getEndpointsList()).hasSize(1);
  }

  @Test
  void of_ratioWithOnePart_isTheClusterOfTheService() throws Exception {
    Steering steering = steer("{'traffic':{'percent':{'1.0':100}}}", V1, V2);

    assertThat(routes(steering).get(0).getRoute().getCluster()).isEqualTo("orders");
    assertThat(steering.endpoints()).containsOnlyKeys("orders");
  }

  @Test
  void of_routes_inTheirOrder_withTheirConditions() throws Exception {
    List<Route> routes =
        routes(
            steer(
                "{'routes':[{'name':'canary','match':{'method':{'prefix':'/shop.Orders/'},"
                    + "'headers':[{'name':'x-a','exact':'1'},{'name':'x-b','prefix':'b'},"
                    + "{'name':'x-c','prefix':''}]},'subset':{'version':'2.0'}}],"
                    + "'degradation':{'methods':{'/shop.Orders/Search':'slow'}}}",
                V1,
                V2));

    assertThat(routes).hasSize(3);
    assertThat(routes.get(0).hasNonForwardingAction()).isTrue();
    assertThat(routes.get(0).getMatch().getPath()).isEqualTo("/shop.Orders/Search");
    assertThat(routes.get(1).getMatch().getPrefix()).isEqualTo("/shop.Orders/");
    assertThat(routes.get(1).getMatch().getHeaders(0).getStringMatch().getExact()).isEqualTo("1");
    assertThat(routes.get(1).getMatch().getHeaders(1).getStringMatch().getPrefix()).isEqualTo("b");
    assertThat(routes.get(1).getMatch().getHeaders(2).getPresentMatch()).isTrue();
    assertThat(routes.get(1).getRoute().getCluster()).isEqualTo("orders|canary|all");
    assertThat(routes.get(2).getMatch().getPrefix()).isEmpty();
    assertThat(routes.get(2).getRoute().getCluster()).isEqualTo("orders");
  }

  @Test
  void of_nearness_isThePriority() throws Exception {
    Steering steering =
        steer("{'proximity':{'level':'center'}}", V1, V2, listed("c", "1.0", CENTER_2));

    assertThat(endpoints(steering, "orders").getEndpointsList())
        .extracting(one -> one.getLocality().getSubZone(), one -> one.getPriority())
        .containsExactly(tuple("a;w=100", 0), tuple("b;w=100", 0), tuple("a;w=100", 1));
  }

  @Test
  void of_deniedOrDegraded_isARouteThatRefuses_andOneThatNoCallComesTo() throws Exception {
    for (String rules :
        List.of("{'access':{'deny':['shop']}}", "{'degradation':{'service':'sale'}}")) {
      Steering steering = steer(rules, V1, V2);

      assertThat(routes(steering)).hasSize(2);
      assertThat(routes(steering).get(0).hasNonForwardingAction()).isTrue();
      assertThat(routes(steering).get(0).getMatch()).isEqualTo(Encoding.ALL_CALLS);
      assertThat(routes(steering).get(1).getMatch()).isEqualTo(Encoding.NO_CALLS);
      String nobody = routes(steering).get(1).getRoute().getCluster();
      assertThat(nobody).isEqualTo("orders|default|nobody");
      assertThat(steering.endpoints()).containsOnlyKeys(nobody);
      assertThat(endpoints(steering, nobody).getEndpointsList()).isEmpty();
    }
  }

  @Test
  void of_nobody_refuses_onlyIfThatIsKnown() throws Exception {
    String rules = "{'failover':{'drained':[{'city':'sh'}]}}";

    assertThat(routes(steer(rules, V1)).get(0).hasNonForwardingAction()).isTrue();
    Steering unsure = steer(rules, false, V1);
    assertThat(routes(unsure).get(0).getRoute().getCluster()).isEqualTo("orders");
    assertThat(unsure.endpoints()).isEmpty();
  }

  private static Steering steer(String rules, Listed... instances) throws Exception {
    return steer(rules, true, instances);
  }

  private static Steering steer(String rules, boolean verified, Listed... instances)
      throws Exception {
    Map<String, Listed> byId = new LinkedHashMap<>();
    List.of(instances).forEach(listed -> byId.put(listed.instance().id(), listed));
    return Steering.of(
        "orders",
        Routing.plan(
            RulesJson.read(rules.replace('\'', '"').getBytes(UTF_8)),
            byId.values().stream().map(listed -> Candidate.of(listed, START)).toList(),
            SHOP),
        byId,
        verified);
  }

  private static List<Route> routes(Steering steering) throws Exception {
    return steering
        .routes()
        .packed()
        .unpack(RouteConfiguration.class)
        .getVirtualHosts(0)
        .getRoutesList();
  }

  private static ClusterLoadAssignment endpoints(Steering steering, String cluster)
      throws Exception {
    return steering.endpoints().get(cluster).packed().unpack(ClusterLoadAssignment.class);
  }

  private static Listed listed(String id, String version, Location location) {
    return new Listed(
        new Instance(
            id,
            Fleet.address(id),
            8080,
            "grpc",
            version,
            "",
            "",
            100,
            0,
            60,
            location,
            Map.of(),
            Map.of()),
        START);
  }
}
