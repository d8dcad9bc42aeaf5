/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.flink.FlinkLaunch;
import java.util.ArrayList;
import java.util.List;

/** Flags of a JVM that shares a small machine with others. */
record JvmFlags(List<String> list) {
  private static final String[] THOROUGH_COMPILER_LATE =
      FlinkLaunch.THOROUGH_COMPILER_LATE.toArray(String[]::new);

  static JvmFlags heap(int leastMb, int mostMb) {
    return new JvmFlags(
        List.of(
            "-Xms" + leastMb + "m",
            "-Xmx" + mostMb + "m",
            "-Xss512k",
            "-XX:MaxMetaspaceSize=128m",
            "-XX:ReservedCodeCacheSize=64m",
            "-XX:+ExitOnOutOfMemoryError"));
  }

  JvmFlags direct(int mb) {
    return plus("-XX:MaxDirectMemorySize=" + mb + "m");
  }

  /** For processes that are idle most of their life: starts faster, takes less memory. */
  JvmFlags quickCompiler() {
    return plus("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  }

  /** For processes that every record passes through. */
  JvmFlags throughput() {
    return plus("-XX:+UseParallelGC", "-XX:ParallelGCThreads=2").plus(THOROUGH_COMPILER_LATE);
  }

  private JvmFlags plus(String... more) {
    List<String> all = new ArrayList<>(list);
    all.addAll(List.of(more));
    return new JvmFlags(List.copyOf(all));
  }
}
