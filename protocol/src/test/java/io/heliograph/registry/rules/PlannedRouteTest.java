/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannedRouteTest {
  private static final String PLACE = "/shop.Orders/Place";
  private static final HeaderMatch CANARY = new HeaderMatch("x-canary", "1", null);

  @Test
  void takes_noConditions_anyCall() {
    assertThat(route(null).takes("", Map.of())).isTrue();
    assertThat(route(null).takes(PLACE, Map.of("x-canary", "0"))).isTrue();
  }

  @Test
  void takes_method_exactOrPrefix() {
    assertThat(route(TextMatch.exactly(PLACE)).takes(PLACE, Map.of())).isTrue();
    assertThat(route(TextMatch.exactly(PLACE)).takes(PLACE + "d", Map.of())).isFalse();
    TextMatch orders = new TextMatch(null, "/shop.Orders/");
    assertThat(route(orders).takes(PLACE, Map.of())).isTrue();
    assertThat(route(orders).takes("/shop.Stock/Take", Map.of())).isFalse();
    assertThat(route(orders).takes("", Map.of())).as("not known").isFalse();
  }

  @Test
  void takes_headers_allOfThem_andTheEmptyPrefixForAnyValue() {
    HeaderMatch any = new HeaderMatch("x-user", null, "");
    PlannedRoute both = route(null, CANARY, any);
    assertThat(both.takes(PLACE, Map.of("x-canary", "1", "x-user", ""))).isTrue();
    assertThat(both.takes(PLACE, Map.of("x-canary", "1"))).isFalse();
    assertThat(both.takes(PLACE, Map.of("x-canary", "10", "x-user", "7"))).isFalse();
  }

  @Test
  void refusingField_isTheFirstWordOfTheRefusal() {
    assertThat(RoutingPlan.refused("degradation.service: flash sale").refusingField())
        .isEqualTo("degradation.service");
    assertThat(RoutingPlan.refused("access.deny names the caller 'a'").refusingField())
        .isEqualTo("access.deny");
    assertThat(new RoutingPlan("", List.of(), Map.of()).refusingField()).isEmpty();
  }

  private static PlannedRoute route(TextMatch method, HeaderMatch... headers) {
    return new PlannedRoute("r", method, List.of(headers), "", List.of(), Map.of());
  }
}
