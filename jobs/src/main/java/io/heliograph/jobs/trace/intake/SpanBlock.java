/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanLink;
import java.util.ArrayList;
import java.util.List;

/**
 * Spans as bytes and back. A block says itself where it ends, so that blocks can be appended to
 * each other; {@link Layout} describes it. Texts that were met before are not made again: spans
 * share them. The table of them is emptied when it has taken some megabytes. Reused from block to
 * block, not thread safe.
 */
public final class SpanBlock {
  private static final long NAMES_BUDGET = 8L << 20;

  private final Names names = new Names(Integer.MAX_VALUE, NAMES_BUDGET);
  private final BlockWriter writer = new BlockWriter(names);
  private final BlockReader reader = new BlockReader(names);
  private final List<SpanFields> fields = new ArrayList<>();

  /** One block of these spans, in this order: equal spans give equal bytes. */
  public byte[] encode(List<Span> spans) {
    makeRoom();
    while (fields.size() < spans.size()) {
      fields.add(new SpanFields());
    }
    writer.begin();
    for (int i = 0; i < spans.size(); i++) {
      fill(fields.get(i), spans.get(i));
      writer.add(fields.get(i));
    }
    return writer.finish();
  }

  /**
   * Adds the spans of all blocks from one index up to another, in order.
   *
   * @throws MalformedBlockException if that is no row of blocks; some spans may have been added
   */
  public void decode(byte[] bytes, int from, int to, List<Span> into)
      throws MalformedBlockException {
    makeRoom();
    reader.read(bytes, from, to, into);
  }

  private void makeRoom() {
    if (names.isFull()) {
      names.clear();
    }
  }

  private void fill(SpanFields to, Span span) {
    to.id = span.id();
    to.parentId = span.parentId();
    to.kind = span.kind().ordinal();
    to.startNanos = span.startNanos();
    to.endNanos = span.endNanos();
    to.error = span.error().ordinal();
    to.service = names.of(span.service());
    to.host = names.of(span.host());
    to.operation = names.of(span.operation());
    to.peer = names.of(span.peer());
    to.call = names.of(span.call());
    to.requestLane = names.of(span.requestLane());
    to.instanceLane = span.instanceLane() == null ? SpanFields.NONE : names.of(span.instanceLane());
    to.timeoutNanos = span.timeoutNanos();
    to.timeoutSetting = names.of(span.timeoutSetting());
    to.fingerprint = span.fingerprint();
    to.clearLinks();
    for (SpanLink link : span.links()) {
      to.addLink(link.traceHigh(), link.traceLow(), link.spanId());
    }
  }
}
