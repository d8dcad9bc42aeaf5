/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PortHolderTest {
  private static final List<String> TABLE =
      List.of(
          "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid "
              + " timeout inode",
          "   0: 0100007F:2384 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0       "
              + " 0 4711 1 0",
          "   1: 0100007F:2384 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0       "
              + " 0 4712 1 0",
          "   2: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0       "
              + " 0 4713 1 0");

  @Test
  void listening_portInTable_isTheListenerOnly() {
    assertThat(PortHolder.listening(TABLE, 9092)).containsExactly("socket:[4711]");
  }

  @Test
  void listening_portNotInTable_isEmpty() {
    assertThat(PortHolder.listening(TABLE, 9093)).isEmpty();
  }
}
