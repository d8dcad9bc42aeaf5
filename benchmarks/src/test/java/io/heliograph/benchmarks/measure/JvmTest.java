/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class JvmTest {
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
  void used_heapInfoOfTheParallelCollector_bothGenerations() throws Exception {
    assertThat(
            Jvm.used(
                "42:\n PSYoungGen      total 10240K, used 1024K [0x0000, 0x0001)\n"
                    + "  eden space 9000K, 5% used [0x0000, 0x0001)\n"
                    + " ParOldGen       total 20480K, used 2048K [0x0000, 0x0001)\n"
                    + " Metaspace       used 40000K, committed 41000K, reserved 1114112K\n"))
        .isEqualTo(3L << 20);
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
}
