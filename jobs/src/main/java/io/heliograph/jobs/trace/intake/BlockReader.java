/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import io.heliograph.jobs.trace.model.ErrorKind;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.SpanLink;
import java.util.Arrays;
import java.util.List;

/** Reads rows of blocks as {@link Layout} says. Not thread safe. */
final class BlockReader {
  private static final SpanKind[] KINDS = SpanKind.values();
  private static final ErrorKind[] ERRORS = ErrorKind.values();

  private final Names names;
  private final BlockCursor in = new BlockCursor();
  private String[] texts = new String[64];
  private int textCount;

  /** The text that came for the first time last. */
  private byte[] last = new byte[256];

  private int lastLength;
  private int count;
  private int idsAt;
  private long base;
  private String service = "";
  private String host = "";
  private String instanceLane;

  BlockReader(Names names) {
    this.names = names;
    texts[Layout.EMPTY] = "";
  }

  void read(byte[] bytes, int from, int to, List<Span> into) throws MalformedBlockException {
    in.open(bytes, from, to);
    while (in.left() > 0) {
      block(into);
    }
  }

  private void block(List<Span> into) throws MalformedBlockException {
    int start = in.position();
    int version = in.u8();
    if (version != Layout.VERSION) {
      throw new MalformedBlockException("version " + version + " is unknown", start);
    }
    int outer = in.narrow(in.count(1));
    count = in.count(Layout.LEAST_SPAN_BYTES);
    base = in.u64();
    idsAt = in.position();
    in.skip(count * Long.BYTES);
    textCount = Layout.EMPTY + 1;
    lastLength = 0;
    for (int i = 0; i < count; i++) {
      into.add(span(i));
    }
    if (in.left() > 0) {
      throw new MalformedBlockException("bytes follow the last span", in.position());
    }
    in.widen(outer);
  }

  private Span span(int index) throws MalformedBlockException {
    int at = in.position();
    int head = in.u8();
    int more = in.u8();
    int kind = head & Layout.KIND;
    if (kind >= KINDS.length || (index == 0 && (head & Layout.INSTANCE) == 0)) {
      throw new MalformedBlockException("no span begins like that", at);
    }
    long fingerprint = in.u64();
    long parentId = parent(head);
    long start = base + in.zigzag();
    long end = start + in.varint();
    if ((head & Layout.INSTANCE) != 0) {
      service = text();
      host = text();
      instanceLane = (more & Layout.INSTANCE_LANE) != 0 ? text() : null;
    }
    String operation = text();
    String call = (more & Layout.CALL) != 0 ? text() : operation;
    String peer = text(more & Layout.PEER);
    String requestLane = text(more & Layout.REQUEST_LANE);
    long timeout = (more & Layout.TIMEOUT) != 0 ? in.varint() : 0;
    return new Span(
        in.u64(idsAt + index * Long.BYTES),
        parentId,
        KINDS[kind],
        start,
        end,
        ERRORS[(head & Layout.ERROR) >> Layout.ERROR_SHIFT],
        service,
        host,
        operation,
        peer,
        call,
        requestLane,
        instanceLane,
        timeout,
        text(more & Layout.TIMEOUT),
        (more & Layout.LINKS) != 0 ? links() : List.of(),
        fingerprint);
  }

  private long parent(int head) throws MalformedBlockException {
    if ((head & Layout.PARENT) != 0) {
      return in.u64();
    }
    if ((head & Layout.PARENT_IN_BLOCK) == 0) {
      return 0;
    }
    int at = in.position();
    long index = in.varint();
    if (index < 0 || index >= count) {
      throw new MalformedBlockException("there is no span " + index, at);
    }
    return in.u64(idsAt + (int) index * Long.BYTES);
  }

  private String text(int present) throws MalformedBlockException {
    return present != 0 ? text() : "";
  }

  private String text() throws MalformedBlockException {
    int at = in.position();
    long number = in.varint();
    if (number == 0) {
      return newText();
    }
    if (number < 0 || number >= textCount) {
      throw new MalformedBlockException("there is no text " + number, at);
    }
    return texts[(int) number];
  }

  private String newText() throws MalformedBlockException {
    int at = in.position();
    long told = in.varint();
    long prefix = (told & 1) == 0 ? 0 : in.varint();
    long count = told >>> 1;
    if (prefix < 0 || prefix > lastLength || count > in.left()) {
      throw new MalformedBlockException("a text is longer than what there is of it", at);
    }
    append((int) prefix, (int) count);
    if (textCount == texts.length) {
      texts = Arrays.copyOf(texts, 2 * textCount);
    }
    String text = names.text(names.of(last, 0, lastLength));
    texts[textCount++] = text;
    return text;
  }

  /** Puts what follows behind the beginning of the text before. */
  private void append(int prefix, int count) throws MalformedBlockException {
    if (last.length < prefix + count) {
      last = Arrays.copyOf(last, 2 * (prefix + count));
    }
    in.copy(last, prefix, count);
    lastLength = prefix + count;
  }

  private List<SpanLink> links() throws MalformedBlockException {
    SpanLink[] links = new SpanLink[in.count(Layout.LINK_BYTES)];
    for (int i = 0; i < links.length; i++) {
      links[i] = new SpanLink(in.u64(), in.u64(), in.u64());
    }
    return List.of(links);
  }
}
