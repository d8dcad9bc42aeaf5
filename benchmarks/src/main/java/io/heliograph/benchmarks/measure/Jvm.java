/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code jcmd} tells of a process. */
public final class Jvm {
  /** G1 has one line for its heap, the parallel collector one for each generation. */
  private static final Pattern USED =
      Pattern.compile("(?:heap|PSYoungGen|ParOldGen)\\s+total \\d+K, used (\\d+)K");

  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private Jvm() {}

  /** A tool of the JDK that runs this process. */
  public static Path tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name);
  }

  /** Bytes of heap that are used after a full collection. */
  public static long heapAfterCollection(long pid) throws IOException {
    jcmd(pid, "GC.run");
    return used(jcmd(pid, "GC.heap_info"));
  }

  /** Reads the answer of {@code GC.heap_info} about G1 or the parallel collector. */
  static long used(String heapInfo) throws IOException {
    Matcher used = USED.matcher(heapInfo);
    if (!used.find()) {
      throw new IOException("no used heap in: " + heapInfo);
    }
    long kilobytes = 0;
    do {
      kilobytes += Long.parseLong(used.group(1));
    } while (used.find());
    return kilobytes << 10;
  }

  /** The most memory that a process has had (Linux), in bytes; 0 if it is not known. */
  public static long peakMemory(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    return Files.exists(status) ? peakMemory(Files.readString(status)) : 0;
  }

  static long peakMemory(String status) {
    Matcher peak = PEAK.matcher(status);
    return peak.find() ? Long.parseLong(peak.group(1)) << 10 : 0;
  }

  private static String jcmd(long pid, String command) throws IOException {
    Process process =
        new ProcessBuilder(tool("jcmd").toString(), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }
}
