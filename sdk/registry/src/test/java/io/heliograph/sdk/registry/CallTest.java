/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallTest {
  @Test
  void headers_ofAnyCase_areKnownInLowerCase_whateverBecomesOfTheMapThatWasGiven() {
    Map<String, String> given = new HashMap<>(Map.of("X-Canary", "Yes", "tier", "gold"));
    Call call = Call.ANY.headers(given);
    Map<String, String> lower = new HashMap<>(Map.of("tier", "gold"));
    Call other = Call.ANY.headers(lower);
    given.clear();
    lower.clear();

    assertThat(call.headers()).isEqualTo(Map.of("x-canary", "Yes", "tier", "gold"));
    assertThat(other.headers()).isEqualTo(Map.of("tier", "gold"));
  }

  @Test
  void sameCallOfAMethodOrInALane_hasItsHeaders_withoutACopy() {
    Call call = Call.ANY.headers(Map.of("x-canary", "1", "tier", "gold"));
    Call other = call.method("shop.Orders/Place").lane("gray");

    assertThat(other.method()).isEqualTo("/shop.Orders/Place");
    assertThat(other.caller().lane()).isEqualTo("gray");
    assertThat(other.headers()).isSameAs(call.headers());
  }
}
