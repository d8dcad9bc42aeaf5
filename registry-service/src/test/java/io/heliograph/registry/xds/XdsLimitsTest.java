/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XdsLimitsTest {
  @ParameterizedTest
  @CsvSource({
    "64,    512,    10485,   4194304, 8388608",
    "1024,  8192,   167772,  67108864, 134217728",
    "65536, 20000,  10737418, 4294967296, 8589934592"
  })
  void ofHeap_takesAQuarter(
      long heapMib, int streams, int subscriptions, long endpointBytes, long answerBytes) {
    assertThat(XdsLimits.ofHeap(heapMib << 20))
        .isEqualTo(new XdsLimits(streams, 1_000, subscriptions, endpointBytes, answerBytes, 3_000));
  }
}
