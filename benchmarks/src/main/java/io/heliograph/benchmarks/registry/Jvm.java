/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code jcmd} tells of a process. */
final class Jvm {
  private static final Pattern USED = Pattern.compile("heap\\s+total \\d+K, used (\\d+)K");

  private Jvm() {}

  static Path tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name);
  }

  /** Bytes of heap that are used after a full collection. */
  static long heapAfterCollection(long pid) throws IOException {
    jcmd(pid, "GC.run");
    return used(jcmd(pid, "GC.heap_info"));
  }

  /** Reads the answer of {@code GC.heap_info} about G1. */
  static long used(String heapInfo) throws IOException {
    Matcher used = USED.matcher(heapInfo);
    if (!used.find()) {
      throw new IOException("no used heap in: " + heapInfo);
    }
    return Long.parseLong(used.group(1)) << 10;
  }

  private static String jcmd(long pid, String command) throws IOException {
    Process process =
        new ProcessBuilder(tool("jcmd").toString(), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }
}
