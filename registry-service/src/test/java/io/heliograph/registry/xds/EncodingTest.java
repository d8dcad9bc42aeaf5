/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import static io.heliograph.registry.xds.Fleet.ROOM_A;
import static io.heliograph.registry.xds.Fleet.weighted;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.heliograph.registry.catalog.Location;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodingTest {
  @Test
  void listener_leadsToTheRouteOnTheSameStream() throws Exception {
    HttpConnectionManager manager =
        Encoding.listener("shop/orders")
            .getApiListener()
            .getApiListener()
            .unpack(HttpConnectionManager.class);

    assertThat(manager.getRds().getRouteConfigName()).isEqualTo("shop/orders");
    assertThat(manager.getRds().getConfigSource().hasAds()).isTrue();
    assertThat(manager.getHttpFiltersList()).hasSize(1);
  }

  @Test
  void route_leadsToTheCluster() {
    assertThat(
            Encoding.route("shop/orders").getVirtualHosts(0).getRoutes(0).getRoute().getCluster())
        .isEqualTo("shop/orders");
  }

  @Test
  void cluster_hasNoHiddenLimitOfCallsAtATime() {
    assertThat(
            Encoding.cluster("orders")
                .getCircuitBreakers()
                .getThresholds(0)
                .getMaxRequests()
                .getValue())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void endpoints_ofTwoWeightsInOneRoom_subZonesAreUnique() {
    ClusterLoadAssignment endpoints =
        Encoding.endpoints(
            "orders",
            EndpointPlan.of(
                List.of(
                    weighted("a", 100, ROOM_A),
                    weighted("b", 300, ROOM_A),
                    weighted("c", 100, 40, ROOM_A)),
                ROOM_A));

    assertThat(endpoints.getEndpointsList())
        .extracting(one -> one.getLocality().getSubZone())
        .containsExactly("a;c", "a;w=100", "a;w=300");
    assertThat(endpoints.getEndpointsList())
        .extracting(one -> one.getLocality().getZone())
        .containsOnly("sh-1");
    assertThat(endpoints.getEndpointsList())
        .extracting(LocalityLbEndpoints::getPriority)
        .containsOnly(0);
  }

  @Test
  void resource_sameContent_sameVersion() {
    EndpointPlan plan = EndpointPlan.of(List.of(weighted("a", 100, ROOM_A)), ROOM_A);
    EndpointPlan same = EndpointPlan.of(List.of(weighted("a", 100, ROOM_A)), Location.UNKNOWN);
    EndpointPlan other = EndpointPlan.of(List.of(weighted("a", 101, ROOM_A)), ROOM_A);

    assertThat(Resource.of(Encoding.endpoints("orders", plan)))
        .isEqualTo(Resource.of(Encoding.endpoints("orders", same)))
        .isNotEqualTo(Resource.of(Encoding.endpoints("orders", other)));
  }
}
