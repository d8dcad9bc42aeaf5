/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerializationTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        TraceOutput.class,
        TraceRow.class,
        FindingRow.class,
        RedDelta.class,
        EdgeDelta.class,
        LaneRow.class,
        TraceFacts.class
      })
  void types_areSerializedWithoutReflection(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }
}
