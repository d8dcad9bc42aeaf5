/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import io.heliograph.jobs.JobOptions;
import io.heliograph.jobs.trace.analysis.AnalysisSettings;
import io.heliograph.jobs.trace.sampling.SamplingSettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * How traces are assembled and judged.
 *
 * @param assemblers subtasks that assemble, 0: half as many as read spans, rounded up
 * @param sampling which traces' raw spans are kept longer
 * @param maxOperations so many operations of a service are counted by name, over all subtasks
 * @param maxGathered so many sums of minutes are held before they are handed on, by each subtask
 */
public record TraceSettings(
    int assemblers,
    AssemblySettings assembly,
    AnalysisSettings analysis,
    SamplingSettings sampling,
    int maxOperations,
    int maxGathered)
    implements Serializable {

  /** There are at least as many key groups. */
  private static final int MAX_ASSEMBLERS = 128;

  /** Those of a job that was given no options. */
  public static final TraceSettings DEFAULTS =
      new TraceSettings(
          0,
          AssemblySettings.DEFAULTS,
          AnalysisSettings.DEFAULTS,
          SamplingSettings.OFF,
          1_000,
          20_000);

  /** Subtasks that assemble traces, 1 or more. */
  int assemblersBeside(int readers) {
    return assemblers == 0 ? (readers + 1) / 2 : assemblers;
  }

  /**
   * How long skeletons are remembered by the machine's clock: twice the horizon, since that is one
   * of the log's time, which may stand still.
   */
  public Duration skeletonExpiry() {
    return Duration.ofMillis(Math.max(1_000, 2 * assembly.lateMillis()));
  }

  /**
   * Each subtask's share of the operations that a service may have by name, at least one: a service
   * comes to all of them, and their names add up.
   */
  public int maxOperationsOf(int subtasks) {
    return Math.max(1, maxOperations / subtasks);
  }

  /** Declares and reads the options of the trace job. */
  public static TraceSettings read(JobOptions options) {
    return new TraceSettings(
        (int)
            options.number(
                "assemblers",
                "subtasks that assemble traces; 0: half as many as --parallelism",
                DEFAULTS.assemblers,
                0,
                MAX_ASSEMBLERS),
        assembly(options),
        analysis(options),
        sampling(options),
        (int)
            options.number(
                "max-operations",
                "operations of a service that are counted by name, over all subtasks, each of"
                    + " which has the same share and at least one; the others as (other)",
                DEFAULTS.maxOperations,
                1,
                100_000),
        (int)
            options.number(
                "max-gathered",
                "sums per minute and operation held between checkpoints",
                DEFAULTS.maxGathered,
                1,
                1_000_000));
  }

  private static AssemblySettings assembly(JobOptions options) {
    AssemblySettings usual = AssemblySettings.DEFAULTS;
    Duration hour = Duration.ofHours(1);
    Duration minute = Duration.ofMinutes(1);
    Duration least = Duration.ofMillis(1);
    long linger =
        millis(options, "linger-ms", "wait of a whole trace", usual.lingerMillis(), least, minute);
    long idle =
        millis(
            options,
            "idle-ms",
            "wait of a trace with missing spans, above the SDKs' export interval",
            usual.idleMillis(),
            least,
            minute);
    long open =
        millis(options, "open-ms", "longest wait of any trace", usual.openMillis(), least, hour);
    long late =
        millis(
            options,
            "late-ms",
            "how late a span may revise its trace",
            usual.lateMillis(),
            Duration.ZERO,
            Duration.ofDays(7));
    if (idle < linger) {
      options.problem("idle-ms", Long.toString(idle), "must be at least --linger-ms, " + linger);
    }
    if (open < idle) {
      options.problem("open-ms", Long.toString(open), "must be at least --idle-ms, " + idle);
    }
    idle = Math.max(idle, linger);
    return new AssemblySettings(
        linger,
        idle,
        Math.max(open, idle),
        late,
        (int)
            options.number(
                "max-spans", "spans of a trace that are analysed", usual.maxSpans(), 1, 1_000_000),
        (int)
            options.number(
                "max-trace-bytes",
                "bytes of encoded spans of a trace, told ones included, that are analysed",
                usual.maxTraceBytes(),
                1 << 10,
                64 << 20),
        options.number(
            "max-open-bytes",
            "memory of the open traces of a subtask",
            usual.maxOpenBytes(),
            1 << 16,
            16L << 30));
  }

  private static long millis(
      JobOptions options, String name, String meaning, long usual, Duration least, Duration most) {
    return options.millis(name, meaning, Duration.ofMillis(usual), least, most).toMillis();
  }

  private static SamplingSettings sampling(JobOptions options) {
    String policies =
        options.text(
            "keep",
            "traces whose raw spans are kept longer, such as"
                + " errors,findings,slow=0.99,rate=10,share=0.01; empty: no difference is made",
            "");
    try {
      return SamplingSettings.parse(policies);
    } catch (IllegalArgumentException e) {
      options.problem("keep", policies, e.getMessage());
      return SamplingSettings.OFF;
    }
  }

  private static AnalysisSettings analysis(JobOptions options) {
    AnalysisSettings usual = AnalysisSettings.DEFAULTS;
    return new AnalysisSettings(
        (int)
            options.number(
                "repeated-calls",
                "equal calls under one parent that are too many",
                usual.repeatedCalls(),
                2,
                1_000_000),
        usual.serialSavingNanos(),
        usual.serialSavingShare(),
        usual.stormAttempts(),
        usual.stormCalls(),
        usual.wastedNanos(),
        usual.skewNanos(),
        (int)
            options.number(
                "max-findings", "findings kept of a trace", usual.maxFindings(), 1, 10_000));
  }
}
