/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import java.io.Serializable;

/**
 * When a trace is told, and how much of it is kept.
 *
 * @param lingerMillis how long a trace that looks whole waits for stragglers after its last span
 * @param idleMillis how long one that is not whole waits after its last span: more than the export
 *     interval of an SDK, which is 5 s by default
 * @param openMillis how long a trace may stay open at most, though spans keep coming
 * @param lateMillis how long after its last span a trace can still be revised, in log time
 * @param maxSpans how many spans of a trace are analysed
 * @param maxTraceBytes from how many bytes of encoded spans on nothing more of a trace is analysed,
 *     those of its last row included: what a revision has to hold. The part that gets there still
 *     is
 * @param maxOpenBytes how many bytes all open traces of a subtask may hold; beyond, those due next
 *     are told early, and revised if more comes
 */
public record AssemblySettings(
    long lingerMillis,
    long idleMillis,
    long openMillis,
    long lateMillis,
    int maxSpans,
    int maxTraceBytes,
    long maxOpenBytes)
    implements Serializable {

  /** 400 ms, 8 s, a minute, 15 minutes; 10,000 spans, 2 MiB, 96 MiB. */
  public static final AssemblySettings DEFAULTS =
      new AssemblySettings(400, 8_000, 60_000, 900_000, 10_000, 2 << 20, 96L << 20);

  public AssemblySettings {
    within("lingerMillis", lingerMillis, 1, 60_000);
    within("idleMillis", idleMillis, lingerMillis, 60_000);
    within("openMillis", openMillis, idleMillis, 3_600_000);
    within("lateMillis", lateMillis, 0, 7L * 24 * 3_600_000);
    within("maxSpans", maxSpans, 1, 1_000_000);
    within("maxTraceBytes", maxTraceBytes, 1 << 10, 64 << 20);
    within("maxOpenBytes", maxOpenBytes, 1 << 16, 16L << 30);
  }

  private static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " is " + value + ": give " + least + " to " + most);
    }
  }
}
