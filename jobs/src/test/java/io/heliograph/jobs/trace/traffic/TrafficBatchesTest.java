/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.v1.InstanceTraffic;
import io.heliograph.v1.ServiceTraffic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrafficBatchesTest {
  private final List<TrafficRecord> records = new ArrayList<>();
  private final TrafficBatches batches = new TrafficBatches(records::add);

  private static InstanceTraffic instance(String id) {
    return InstanceTraffic.newBuilder().setInstanceId(id).setCalls(1).build();
  }

  @Test
  void instances_ofAService_shareARecord() throws Exception {
    batches.add("shop", "orders", instance("orders-1"));
    batches.add("shop", "stock", instance("stock-1"));
    batches.add("shop", "orders", instance("orders-2"));
    assertThat(records).isEmpty();
    batches.finish();

    assertThat(records)
        .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
        .containsExactly("4:shop6:orders", "4:shop5:stock");
    assertThat(ServiceTraffic.parseFrom(records.get(0).value()))
        .isEqualTo(
            ServiceTraffic.newBuilder()
                .setNamespace("shop")
                .setService("orders")
                .addInstances(instance("orders-1"))
                .addInstances(instance("orders-2"))
                .build());
  }

  @Test
  void manyInstances_areCutIntoRecordsOfBoundedSize() throws Exception {
    for (int n = 0; n < 2_000; n++) {
      batches.add("shop", "orders", instance(n + "x".repeat(250)));
    }
    batches.finish();

    assertThat(records).hasSizeGreaterThan(1);
    int instances = 0;
    for (TrafficRecord record : records) {
      assertThat(record.value().length).isLessThan(TrafficBatches.MAX_BYTES * 11 / 10);
      instances += ServiceTraffic.parseFrom(record.value()).getInstancesCount();
    }
    assertThat(instances).isEqualTo(2_000);
  }
}
