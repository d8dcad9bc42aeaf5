/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.registry.v1.Listed;
import io.heliograph.registry.v1.WatchResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is read from a process, from the system, from a stream. */
class ReadingsTest {
  @Test
  void used_heapInfoOfG1_bytes() throws Exception {
    assertThat(
            Jvm.used(
                "42:\n garbage-first heap   total 1433600K, used 262144K [0x0000, 0x0001)\n"
                    + "  region size 1024K, 3 young (3072K), 0 survivors (0K)\n"
                    + " Metaspace       used 40000K, committed 41000K, reserved 1114112K\n"))
        .isEqualTo(256L << 20);
  }

  @Test
  void used_anotherAnswer_saysSo() {
    assertThatThrownBy(() -> Jvm.used("no such process"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such process");
  }

  @Test
  void peakMemory_statusOfAProcess_bytes() {
    assertThat(Jvm.peakMemory("VmPeak:\t 9000 kB\nVmHWM:\t 2048 kB\nVmRSS:\t 1024 kB\n"))
        .isEqualTo(2L << 20);
    assertThat(Jvm.peakMemory("")).isZero();
  }

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
