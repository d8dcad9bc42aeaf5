/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

/**
 * What became of spans and traces. Written by the task's thread; whoever else reads may see a count
 * a little old.
 */
final class AssemblyCounts {
  /** Spans that were assembled, replays and those beyond the cap included. */
  long spans;

  /** Rows of traces: first ones, and revisions. */
  long traces;

  long revisions;

  /** Different spans that came after their trace's first row. */
  long lateSpans;

  /** Replays of spans. */
  long duplicateSpans;

  /** Spans beyond a trace's cap: in service_red, not analysed. */
  long overCapSpans;

  /** Traces told early because the open ones took too much memory. */
  long evictedTraces;

  /** How often the state was asked for a skeleton. */
  long skeletonLookUps;

  /** Bytes of skeletons written, and spans in them. */
  long skeletonBytes;

  long skeletonSpans;
}
