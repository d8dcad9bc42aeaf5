/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import java.util.Arrays;

/**
 * Writes blocks of spans as {@link Layout} says. The same spans give the same bytes, whatever the
 * names were before. Not thread safe.
 */
final class BlockWriter {
  /** A prefix takes a byte to tell. */
  private static final int WORTH_SHARING = 2;

  private static final byte[] NOTHING = {};

  private final Names names;
  private final BlockBuffer out = new BlockBuffer();
  private final BlockIds ids = new BlockIds();

  /** By name: upper half the block in which it came, lower half its number in there. */
  private long[] numbers = {};

  /** The text that came for the first time last: often a host's name begins with its service's. */
  private byte[] before = NOTHING;

  private SpanFields[] spans = new SpanFields[16];
  private int size;
  private int texts;
  private int block;

  BlockWriter(Names names) {
    this.names = names;
  }

  /** Starts a block. The fields are read in {@link #finish}. */
  void begin() {
    size = 0;
  }

  void add(SpanFields span) {
    if (size == spans.length) {
      spans = Arrays.copyOf(spans, 2 * size);
    }
    spans[size++] = span;
  }

  byte[] finish() {
    nextBlock();
    long base = size == 0 ? 0 : spans[0].startNanos;
    out.clear();
    out.varint(size);
    out.u64(base);
    for (int i = 0; i < size; i++) {
      out.u64(spans[i].id);
    }
    ids.read(spans, size);
    for (int i = 0; i < size; i++) {
      write(spans[i], base, i == 0 || !spans[i].sameInstance(spans[i - 1]));
    }
    return out.block(Layout.VERSION);
  }

  private void nextBlock() {
    if (++block == 0) {
      Arrays.fill(numbers, 0);
      block = 1;
    }
    if (numbers.length < names.size()) {
      numbers = Arrays.copyOf(numbers, 2 * names.size());
    }
    numbers[Names.EMPTY] = (long) block << 32 | Layout.EMPTY;
    texts = Layout.EMPTY;
    before = NOTHING;
  }

  private void write(SpanFields span, long base, boolean instance) {
    int parent = span.parentId == 0 ? BlockIds.NONE : ids.indexOf(span.parentId);
    out.u8(head(span, parent, instance));
    out.u8(more(span, instance));
    out.u64(span.fingerprint);
    if (parent >= 0) {
      out.varint(parent);
    } else if (span.parentId != 0) {
      out.u64(span.parentId);
    }
    out.zigzag(span.startNanos - base);
    out.varint(span.endNanos - span.startNanos);
    if (instance) {
      text(span.service);
      text(span.host);
      if (span.instanceLane != SpanFields.NONE) {
        text(span.instanceLane);
      }
    }
    text(span.operation);
    writeRest(span);
  }

  private static int head(SpanFields span, int parent, boolean instance) {
    int head = span.kind | span.error << Layout.ERROR_SHIFT;
    if (parent >= 0) {
      head |= Layout.PARENT_IN_BLOCK;
    } else if (span.parentId != 0) {
      head |= Layout.PARENT;
    }
    return instance ? head | Layout.INSTANCE : head;
  }

  private static int more(SpanFields span, boolean instance) {
    int more = instance && span.instanceLane != SpanFields.NONE ? Layout.INSTANCE_LANE : 0;
    more |= span.call != span.operation ? Layout.CALL : 0;
    more |= span.peer != Names.EMPTY ? Layout.PEER : 0;
    more |= span.requestLane != Names.EMPTY ? Layout.REQUEST_LANE : 0;
    more |= hasTimeout(span) ? Layout.TIMEOUT : 0;
    return span.linkCount() > 0 ? more | Layout.LINKS : more;
  }

  private static boolean hasTimeout(SpanFields span) {
    return span.timeoutNanos != 0 || span.timeoutSetting != Names.EMPTY;
  }

  private void writeRest(SpanFields span) {
    if (span.call != span.operation) {
      text(span.call);
    }
    if (span.peer != Names.EMPTY) {
      text(span.peer);
    }
    if (span.requestLane != Names.EMPTY) {
      text(span.requestLane);
    }
    if (hasTimeout(span)) {
      out.varint(span.timeoutNanos);
      text(span.timeoutSetting);
    }
    if (span.linkCount() > 0) {
      out.varint(span.linkCount());
      for (int i = 0; i < span.linkCount(); i++) {
        out.u64(span.linkTraceHigh(i));
        out.u64(span.linkTraceLow(i));
        out.u64(span.linkSpanId(i));
      }
    }
  }

  private void text(int name) {
    if ((int) (numbers[name] >>> 32) == block) {
      out.varint((int) numbers[name]);
      return;
    }
    numbers[name] = (long) block << 32 | ++texts;
    byte[] utf8 = names.utf8(name);
    int mismatch = Arrays.mismatch(utf8, before);
    int prefix = mismatch < 0 ? utf8.length : mismatch;
    if (prefix < WORTH_SHARING) {
      out.varint(0);
      out.varint(2L * utf8.length);
      out.bytes(utf8, 0);
    } else {
      out.varint(0);
      out.varint(2L * (utf8.length - prefix) + 1);
      out.varint(prefix);
      out.bytes(utf8, prefix);
    }
    before = utf8;
  }
}
