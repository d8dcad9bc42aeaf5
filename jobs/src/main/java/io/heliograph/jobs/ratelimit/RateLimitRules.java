/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ratelimit;

import io.heliograph.jobs.keyed.Revision;
import java.time.Duration;
import javax.annotation.Nullable;

/**
 * Sums a second over its reporters. A reporter's latest report replaces its earlier one, so that a
 * retry counts once; a second takes reports for the lateness after it has ended.
 */
final class RateLimitRules {
  /** This bounds the state of a second. */
  static final int MAX_REPORTERS = 4_096;

  static final long WINDOW_MILLIS = 1_000;

  /** How far a reporter's clock may be ahead of the log. */
  static final long MAX_AHEAD_MILLIS = 60_000;

  private final long latenessMillis;

  RateLimitRules(Duration lateness) {
    latenessMillis = lateness.toMillis();
  }

  /** Log time at which a second is closed for good. */
  long closes(long windowMillis) {
    return windowMillis + WINDOW_MILLIS + latenessMillis;
  }

  /** Whether a report comes after its second has been closed. */
  boolean isLate(Usage usage, long watermark) {
    return Math.max(watermark, usage.origin().timestampMillis()) >= closes(usage.windowMillis());
  }

  /** Why a report cannot be taken up; empty if it can. */
  String refusal(
      @Nullable WindowState window, @Nullable Report previous, Usage usage, long watermark) {
    if (isLate(usage, watermark)) {
      return "window_start_unix_nano is over " + latenessMillis / 1000 + " s before its arrival";
    }
    if (usage.windowMillis() > usage.origin().timestampMillis() + MAX_AHEAD_MILLIS) {
      return "window_start_unix_nano is over " + MAX_AHEAD_MILLIS / 1000 + " s after its arrival";
    }
    if (previous == null && window != null && window.reporters() >= MAX_REPORTERS) {
      return "window has " + MAX_REPORTERS + " reporters, the most that are summed";
    }
    return "";
  }

  /**
   * The second after a report; {@code window} itself if the report repeats what is known.
   *
   * @param previous of the same reporter
   */
  static WindowState onReport(
      @Nullable WindowState window, @Nullable Report previous, Usage usage) {
    Report report = usage.report();
    if (window != null && report.equals(previous)) {
      return window;
    }
    long admitted = window == null ? 0 : window.admitted();
    long denied = window == null ? 0 : window.denied();
    int reporters = window == null ? 0 : window.reporters();
    return new WindowState(
        usage.windowMillis(),
        usage.namespace(),
        usage.rule(),
        usage.key(),
        report.limit(),
        admitted + report.admitted() - (previous == null ? 0 : previous.admitted()),
        denied + report.denied() - (previous == null ? 0 : previous.denied()),
        reporters + (previous == null ? 1 : 0),
        true,
        usage.origin().timestampMillis(),
        window == null ? 0 : window.revision());
  }

  /** The same second once its row was sent. */
  static WindowState sent(WindowState window, WindowRow row) {
    return new WindowState(
        window.windowMillis(),
        window.namespace(),
        window.rule(),
        window.key(),
        window.limit(),
        window.admitted(),
        window.denied(),
        window.reporters(),
        false,
        window.touchedMillis(),
        row.revision());
  }

  /** The next version of its row. */
  static WindowRow row(WindowState window) {
    return new WindowRow(
        window.windowMillis(),
        window.namespace(),
        window.rule(),
        window.key(),
        window.limit(),
        window.admitted(),
        window.denied(),
        Revision.next(window.revision(), window.touchedMillis()));
  }
}
