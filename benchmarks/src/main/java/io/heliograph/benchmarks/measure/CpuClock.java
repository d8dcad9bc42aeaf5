/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * CPU time of named processes with their descendants, from {@code /proc/PID/stat} (Linux). Each
 * process is counted once: a supervisor does not answer for the children that have a name. A
 * process that ended reads as its last known value, so that differences stay right.
 */
public final class CpuClock {
  /** The kernel reports times in this unit to user space on every architecture we run on. */
  private static final double TICKS_PER_SECOND = 100;

  /** Fields 14, 15 and 17 of a line, counted from behind the command. */
  private static final int UTIME = 11;

  private static final int STIME = 12;
  static final int CSTIME = 14;

  private final Map<String, Long> pids;
  private final Map<String, Double> last = new LinkedHashMap<>();

  public CpuClock(Map<String, Long> pids) {
    this.pids = new LinkedHashMap<>(pids);
  }

  /** CPU seconds so far, user and system, by name. */
  public Map<String, Double> read() {
    pids.forEach(
        (name, pid) -> last.merge(name, seconds(pid), (before, now) -> Math.max(before, now)));
    return new LinkedHashMap<>(last);
  }

  /** What each process used between two readings. */
  public static Map<String, Double> used(Map<String, Double> before, Map<String, Double> after) {
    Map<String, Double> used = new LinkedHashMap<>();
    after.forEach((name, seconds) -> used.put(name, seconds - before.getOrDefault(name, 0.0)));
    return used;
  }

  /**
   * CPU seconds that the compilers of these processes took so far, if they are JVMs: what is paid
   * once. The threads of compilers that ended meanwhile are not in it; the first of each kind
   * stays.
   */
  public double compilers() {
    return pids.values().stream()
            .flatMap(this::family)
            .flatMap(CpuClock::threads)
            .filter(CpuClock::compiles)
            .mapToLong(thread -> ticksIn(thread, STIME))
            .sum()
        / TICKS_PER_SECOND;
  }

  private static Stream<Path> threads(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return threads.toList().stream();
    } catch (IOException e) {
      return Stream.of(); // it ended
    }
  }

  /** By the thread's name, of which the kernel keeps 15 characters. */
  private static boolean compiles(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).matches("C[12] CompilerThre\\s*");
    } catch (IOException e) {
      return false; // it ended
    }
  }

  /** Time in which a processor had nothing to do, summed over all, from {@code /proc/stat}. */
  public static long idleTicks() throws IOException {
    String total = Files.readString(Path.of("/proc/stat")).lines().findFirst().orElseThrow();
    return Long.parseLong(total.split(" +", -1)[4]);
  }

  /** Such ticks as a share of what all processors had in that time, from 0 to 1. */
  public static double share(long ticks, long nanos) {
    int processors = Runtime.getRuntime().availableProcessors();
    return ticks / TICKS_PER_SECOND / (nanos / 1e9 * processors);
  }

  private double seconds(long pid) {
    return family(pid).mapToLong(CpuClock::ticks).sum() / TICKS_PER_SECOND;
  }

  /** A process and its descendants, but not those that are read under a name of their own. */
  private Stream<Long> family(long pid) {
    Stream<Long> children =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::children)
            .map(ProcessHandle::pid)
            .filter(child -> !pids.containsValue(child))
            .flatMap(this::family);
    return Stream.concat(Stream.of(pid), children);
  }

  private static long ticks(long pid) {
    return ticksIn(Path.of("/proc", Long.toString(pid)), CSTIME);
  }

  private static long ticksIn(Path directory, int last) {
    try {
      return ticks(Files.readString(directory.resolve("stat")), last);
    } catch (IOException e) {
      return 0; // it ended
    }
  }

  /**
   * User and system time of a line of {@code /proc/PID/stat}; to CSTIME: of reaped children too.
   */
  static long ticks(String stat, int last) {
    // the second field is the command in parentheses, and may itself hold blanks
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long sum = 0;
    for (int i = UTIME; i <= last; i++) {
      sum += Long.parseLong(fields[i]);
    }
    return sum;
  }
}
