/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.peer.v1.Silences;
import io.heliograph.registry.peer.v1.Silent;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SilenceMessagesTest {
  @Test
  void read_whatWasWritten_isTheSame() throws Exception {
    Map<Object, Integer> silent =
        Map.of(new ServiceName("shop", "orders"), 7, new Location("sh", "sh-1", "a"), 9);
    assertThat(SilenceMessages.read(SilenceMessages.of(silent))).isEqualTo(silent);
  }

  @Test
  void read_nameThatIsNone_refused() {
    Silences wrong = Silences.newBuilder().addScopes(Silent.newBuilder().setService("a b")).build();
    assertThatThrownBy(() -> SilenceMessages.read(wrong)).isInstanceOf(Refusal.class);
  }
}
