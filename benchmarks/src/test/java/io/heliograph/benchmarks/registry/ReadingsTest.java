/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.registry.v1.Listed;
import io.heliograph.registry.v1.WatchResponse;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;

/** What is read from a process, from the system, from a stream. */
class ReadingsTest {
  @Test
  void limit_limitsOfAProcess_theSoftOne() {
    assertThat(
            OpenFiles.limit(
                "Max cpu time              unlimited            unlimited            seconds\n"
                    + "Max open files            1024                 20000               "
                    + " files\n"))
        .isEqualTo(1_024);
    assertThat(OpenFiles.limit("")).isEqualTo(-1);
  }

  @Test
  void metric_pageOfPrometheus_theSeriesThatIsMeant() {
    String page =
        "# HELP up text\n"
            + "up_since 7.0\n"
            + "up 1.0\n"
            + "leases{event=\"expired\"} 3.0\n"
            + "leases{event=\"renewed\"} 1.2E7\n";

    assertThat(RegistryNode.metric(page, "up")).isEqualTo(1);
    assertThat(RegistryNode.metric(page, "leases{event=\"renewed\"}")).isEqualTo(12_000_000);
    assertThat(RegistryNode.metric(page, "down")).isNaN();
  }

  @Test
  void read_watchResponse_sizeAndRevisionWithoutItsLists() throws Exception {
    WatchResponse response =
        WatchResponse.newBuilder()
            .setNode("a/b")
            .setRevision(1L << 50)
            .addChanged(Listed.newBuilder().setEffectiveWeight(100))
            .addRemoved("x".repeat(10_000))
            .build();

    assertThat(WatchedSize.read(new ByteArrayInputStream(response.toByteArray())))
        .isEqualTo(new WatchedSize(response.getSerializedSize(), 1L << 50));
  }
}
