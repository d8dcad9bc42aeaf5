/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The resident memory of a process. */
public final class ResidentMemory {
  private ResidentMemory() {}

  /** Bytes of several processes together; those that have ended count nothing. */
  static long of(List<ProcessHandle> processes) {
    return processes.stream().mapToLong(process -> Math.max(0, of(process.pid()))).sum();
  }

  /** Bytes of one process; -1 if the system does not tell. */
  public static long of(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    try {
      if (!Files.isDirectory(Path.of("/proc/self"))) {
        return askPs(pid);
      }
      for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
      return -1;
    } catch (IOException e) {
      return -1; // it ended meanwhile
    }
  }

  private static long askPs(long pid) throws IOException {
    Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(ps.getInputStream(), StandardCharsets.US_ASCII))) {
      String line = lines.readLine();
      return line == null ? -1 : Long.parseLong(line.strip()) * 1024;
    }
  }
}
