/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.protocol.FragmentHeaders;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OriginTest {
  @Test
  void keyFault_limitInBytes() {
    assertThat(origin("").keyFault()).isNull();
    assertThat(origin("k".repeat(64)).keyFault()).isNull();
    assertThat(origin("ß".repeat(32)).keyFault()).isNull();
    assertThat(origin("ß".repeat(33)).keyFault()).contains("at most 64 bytes (has 66)");
  }

  @Test
  void keyFault_controlCharacter_refused() {
    assertThat(origin("a\u001f1").keyFault()).contains("control characters");
  }

  @Test
  void keyOf_firstFragment_theKeyItself() {
    assertThat(origin("export-1").keyOf(0)).isEqualTo("export-1");
  }

  @Test
  void keyOf_laterFragments_distinctAndAlwaysTheSame() {
    for (String key : new String[] {"a", "k".repeat(63), "k".repeat(64), "ß".repeat(32)}) {
      Origin origin = origin(key);
      assertThat(origin.keyOf(1)).isNotEqualTo(key).isNotEqualTo(origin.keyOf(2));
      assertThat(origin.keyOf(1)).isEqualTo(origin(key).keyOf(1));
      assertThat(origin.keyOf(1).getBytes(StandardCharsets.UTF_8).length)
          .isLessThanOrEqualTo(FragmentHeaders.MAX_KEY_BYTES);
      // no client can send it
      assertThat(origin(origin.keyOf(1)).keyFault()).isNotNull();
    }
  }

  @Test
  void keyOf_noKey_noneForAny() {
    assertThat(origin("").keyOf(3)).isEmpty();
  }

  private static Origin origin(String key) {
    return new Origin(Receivers.OTLP_GRPC, "127.0.0.1:5", key);
  }
}
