/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import io.heliograph.jobs.trace.model.ErrorKind;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.SpanLink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Spans as bytes. A block says itself where it ends, so blocks can be appended to each other.
 * Reused from block to block, not thread safe.
 */
public final class SpanBlock {
  /** One block of these spans, in this order. */
  public byte[] encode(List<Span> spans) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(spans.size());
      for (Span span : spans) {
        write(span, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Adds the spans of all blocks from one index up to another, in order.
   *
   * @throws MalformedBlockException if that is no row of blocks; some spans may have been added
   */
  public void decode(byte[] bytes, int from, int to, List<Span> into)
      throws MalformedBlockException {
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(bytes, from, to - from))) {
      while (in.available() > 0) {
        for (int left = in.readInt(); left > 0; left--) {
          into.add(read(in));
        }
      }
    } catch (IOException e) {
      throw new MalformedBlockException(e.toString(), from);
    }
  }

  private static void write(Span span, DataOutputStream out) throws IOException {
    out.writeLong(span.id());
    out.writeLong(span.parentId());
    out.writeByte(span.kind().ordinal());
    out.writeLong(span.startNanos());
    out.writeLong(span.endNanos());
    out.writeByte(span.error().ordinal());
    out.writeUTF(span.service());
    out.writeUTF(span.host());
    out.writeUTF(span.operation());
    out.writeUTF(span.peer());
    out.writeUTF(span.call());
    out.writeUTF(span.requestLane());
    out.writeBoolean(span.instanceLane() != null);
    out.writeUTF(span.instanceLane() == null ? "" : span.instanceLane());
    out.writeLong(span.timeoutNanos());
    out.writeUTF(span.timeoutSetting());
    out.writeInt(span.links().size());
    for (SpanLink link : span.links()) {
      out.writeLong(link.traceHigh());
      out.writeLong(link.traceLow());
      out.writeLong(link.spanId());
    }
    out.writeLong(span.fingerprint());
  }

  private static Span read(DataInputStream in) throws IOException {
    long id = in.readLong();
    long parentId = in.readLong();
    SpanKind kind = SpanKind.of(in.readByte());
    long start = in.readLong();
    long end = in.readLong();
    ErrorKind error = ErrorKind.values()[in.readByte()];
    String service = in.readUTF();
    String host = in.readUTF();
    String operation = in.readUTF();
    String peer = in.readUTF();
    String call = in.readUTF();
    String requestLane = in.readUTF();
    boolean placed = in.readBoolean();
    String lane = in.readUTF();
    long timeout = in.readLong();
    String setting = in.readUTF();
    List<SpanLink> links = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      links.add(new SpanLink(in.readLong(), in.readLong(), in.readLong()));
    }
    return new Span(
        id,
        parentId,
        kind,
        start,
        end,
        error,
        service,
        host,
        operation,
        peer,
        call,
        requestLane,
        placed ? lane : null,
        timeout,
        setting,
        List.copyOf(links),
        in.readLong());
  }
}
