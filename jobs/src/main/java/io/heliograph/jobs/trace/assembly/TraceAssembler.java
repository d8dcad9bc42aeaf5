/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import io.heliograph.jobs.trace.intake.SpanPart;
import javax.annotation.Nullable;

/**
 * Gathers the parts of traces and decides when a trace is told: once it looks whole and no
 * straggler came for a while, once it has been idle for longer, once it is at its cap, or once too
 * much is open. What comes later opens it again, and a revision replaces its row.
 *
 * <p>Whatever the order and however often it is told, the last row is that of all spans together,
 * as long as a trace is below its cap and its skeleton is there. Memory is bounded by {@link
 * AssemblySettings#maxOpenBytes} and one part. One thread, that of the task.
 */
final class TraceAssembler {
  private final AssemblySettings settings;
  private final TraceStore store;
  private final TraceTelling telling;
  private final AssemblyCounts counts;
  private final OpenTraces open = new OpenTraces();
  private final TraceClock clock;

  TraceAssembler(
      AssemblySettings settings,
      TraceStore store,
      TraceTelling telling,
      AssemblyCounts counts,
      long machineMillis) {
    this.settings = settings;
    this.store = store;
    this.telling = telling;
    this.counts = counts;
    clock = new TraceClock(machineMillis);
  }

  OpenTraces open() {
    return open;
  }

  /** Takes up the spans of a trace that came in one fragment. */
  void add(SpanPart part) throws Exception {
    counts.spans += part.spans();
    TraceId id = new TraceId(part.traceHigh(), part.traceLow());
    OpenTrace trace = open.find(id);
    if (trace == null) {
      trace = new OpenTrace(id, skeleton(id, part.logMillis()), clock.millis());
      open.add(trace);
    }
    trace.logMillis = Math.max(trace.logMillis, part.logMillis());
    trace.lastMillis = clock.millis();
    if (trace.hasRoomFor(part, settings)) {
      append(trace, part.encoded(), part.spans());
      scheduleLook(trace);
    } else {
      fill(trace, part);
    }
    while (open.bytes() > settings.maxOpenBytes() && open.size() > 1) {
      counts.evictedTraces++;
      close(open.soonest());
    }
  }

  @Nullable private Skeleton skeleton(TraceId id, long logMillis) throws Exception {
    byte[] encoded = store.skeleton(id);
    if (encoded == null) {
      return null;
    }
    Skeleton skeleton = Skeleton.decode(encoded);
    return logMillis - skeleton.logMillis() <= settings.lateMillis() ? skeleton : null;
  }

  private void append(OpenTrace trace, byte[] block, int spans) {
    long before = trace.footprint();
    trace.append(block, spans);
    open.grew(trace.footprint() - before);
  }

  /** Takes what the cap leaves room for, counts the rest, and tells the trace that is now full. */
  private void fill(OpenTrace trace, SpanPart part) throws Exception {
    boolean wasFull = trace.overCap > 0 || (trace.base != null && trace.base.overCapSpans() > 0);
    long before = trace.footprint();
    int overCap = telling.takeWhatFits(trace, part, settings);
    open.grew(trace.footprint() - before);
    counts.overCapSpans += overCap;
    if (overCap > 0 && !wasFull) {
      close(trace);
    } else {
      scheduleLook(trace);
    }
  }

  private void scheduleLook(OpenTrace trace) {
    long patience = Math.min(settings.idleMillis(), settings.lingerMillis() * (1 + trace.looks));
    schedule(trace, trace.lastMillis + patience);
  }

  private void schedule(OpenTrace trace, long dueMillis) {
    open.schedule(trace, Math.min(dueMillis, trace.beganMillis + settings.openMillis()));
  }

  /** Looks at the traces that are due by now. */
  void tick(long machineMillis) throws Exception {
    clock.advance(machineMillis);
    for (OpenTrace trace = open.nextDue(clock.millis());
        trace != null;
        trace = open.nextDue(clock.millis())) {
      long now = clock.millis();
      boolean last =
          now >= trace.lastMillis + settings.idleMillis()
              || now >= trace.beganMillis + settings.openMillis()
              || trace.overCap > 0;
      if (last) {
        close(trace);
      } else {
        closeIfWhole(trace);
      }
    }
  }

  private void closeIfWhole(OpenTrace trace) throws Exception {
    Skeleton skeleton = telling.tellIfWhole(trace, clock.machineMillis());
    if (skeleton == null) {
      trace.looks++;
      schedule(trace, trace.lastMillis + settings.idleMillis());
    } else {
      settle(trace, skeleton);
    }
  }

  private void close(OpenTrace trace) throws Exception {
    settle(trace, telling.tell(trace, clock.machineMillis()));
  }

  private void settle(OpenTrace trace, Skeleton skeleton) throws Exception {
    byte[] encoded = skeleton.encode();
    store.keep(trace.id, encoded);
    counts.skeletonBytes += encoded.length;
    counts.skeletonSpans += skeleton.spans();
    open.remove(trace);
  }

  /** Tells all that is open: the input has ended. */
  void end() throws Exception {
    for (OpenTrace trace = open.soonest(); trace != null; trace = open.soonest()) {
      close(trace);
    }
  }

  /** Opens a trace again as a checkpoint held it. */
  void restore(TraceId id, byte[] image) throws Exception {
    byte[] encoded = store.skeleton(id);
    OpenTrace trace =
        OpenTraceImage.decode(
            id, encoded == null ? null : Skeleton.decode(encoded), image, clock.millis());
    if (trace.allSpans() == 0) {
      return; // counts alone, and the skeleton that they belonged to has expired
    }
    open.add(trace);
    scheduleLook(trace);
  }
}
