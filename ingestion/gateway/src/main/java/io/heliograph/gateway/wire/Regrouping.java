/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

import io.heliograph.protocol.Signal;
import org.apache.kafka.common.utils.Utils;

/**
 * Cuts an OTLP export request into fragments, one or a few per Kafka partition, without decoding
 * it: records are checked where they lie and copied as they are, together with the headers
 * (resource, scope) of the containers around them.
 *
 * <p>Promises: every record that passes its checks is in exactly one fragment, below the same
 * headers as in the request; records of one trace are in one partition; the same request cut for
 * the same number of partitions gives the same fragments; a fragment is at most {@link
 * #MAX_FRAGMENT_BYTES} long. Records that do not pass are in the {@link Rejections}.
 */
public final class Regrouping {
  /** Largest fragment, safely below the record size that brokers and consumers take by default. */
  public static final int MAX_FRAGMENT_BYTES = 900_000;

  /** Largest header, since every fragment repeats it. */
  static final int MAX_HEADER_BYTES = 64 * 1024;

  /** A decoder would keep the last kind only and lose the points of the others. */
  private static final Reason MIXED_METRIC =
      new Reason("mixed_metric", "Metric.data must be of one kind", false);

  private final WireReader in;
  private final RecordCheck check;
  private final int partitions;
  private final Records records = new Records();
  private final Rejections rejections = new Rejections();
  private final Reason tooLarge;

  private Regrouping(byte[] data, int length, int partitions, Signal signal) {
    this.in = new WireReader(data, 0, length);
    this.check = new RecordCheck(in);
    this.partitions = partitions;
    this.tooLarge = TooLarge.of(signal);
  }

  /**
   * Checks and cuts a request.
   *
   * @param data its encoding, in the first {@code length} bytes; must not change while the result
   *     is in use
   * @throws MalformedException if the bytes are not such a request
   */
  public static Regrouped cut(Signal signal, byte[] data, int length, int partitions)
      throws MalformedException {
    Regrouping regrouping = new Regrouping(data, length, partitions, signal);
    regrouping.container(OtlpSchema.of(signal), new Frame(null, 0));
    return Regrouped.of(data, regrouping.records, regrouping.rejections, partitions);
  }

  /** Walks the container between the reader's position and its limit, to its end. */
  private void container(Level level, Frame frame) throws MalformedException {
    int from = in.pos;
    Reason wrong = header(level, frame);
    if (wrong != null) {
      long value = check.value;
      in.pos = from;
      long count = count(level);
      if (count > 0) {
        rejections.add(wrong, value, count, in.data, from, in.limit);
      }
      return;
    }
    if (level.namesService()) {
      frame.route = Utils.toPositive(Utils.murmur2(ServiceName.in(in.data, frame)));
    }
    in.pos = from;
    while (in.more()) {
      int start = in.pos;
      int tag = in.tag();
      Level child = level.child(tag);
      if (child == null) {
        in.skip(tag);
      } else if (child.isRecord()) {
        record(child, frame, start);
      } else {
        int outer = in.enter();
        container(child, new Frame(frame, tag));
        in.leave(outer);
      }
    }
  }

  /** Checks and notes the fields that are no children; they may come before or after these. */
  private Reason header(Level level, Frame frame) throws MalformedException {
    int children = 0;
    while (in.more()) {
      int start = in.pos;
      int tag = in.tag();
      if (level.child(tag) != null) {
        in.skipBytes();
        if (children != 0 && children != tag) {
          return MIXED_METRIC;
        }
        children = tag;
        continue;
      }
      FieldRule rule = level.schema().rule(tag);
      if (rule == null) {
        in.skip(tag);
      } else {
        int outer = in.limit;
        Reason wrong = check.field(rule, 0);
        if (wrong != null) {
          in.limit = outer;
          return wrong;
        }
      }
      frame.addHeader(start, in.pos);
    }
    check.value = frame.headerBytes();
    return frame.headerBytes() > MAX_HEADER_BYTES ? level.headerTooLong() : null;
  }

  private void record(Level level, Frame frame, int start) throws MalformedException {
    int outer = in.enter();
    int body = in.pos;
    int end = in.limit;
    Reason wrong = check.check(level.schema());
    in.limit = end;
    in.leave(outer);
    if (wrong == null && end - start + frame.costToRoot() > MAX_FRAGMENT_BYTES) {
      wrong = tooLarge;
      check.value = (long) end - start;
    }
    if (wrong != null) {
      rejections.add(wrong, check.value, 1, in.data, body, end);
      return;
    }
    int route = check.route == RecordCheck.NO_ROUTE ? frame.route : check.route;
    records.add(frame, start, end, route % partitions, check.lacksTime);
  }

  /** Counts the records in a refused container, to its end. */
  private long count(Level level) throws MalformedException {
    long count = 0;
    while (in.more()) {
      int tag = in.tag();
      Level child = level.child(tag);
      if (child == null) {
        in.skip(tag);
      } else if (child.isRecord()) {
        in.skipBytes();
        count++;
      } else {
        int outer = in.enter();
        count += count(child);
        in.leave(outer);
      }
    }
    return count;
  }

  private static final class TooLarge {
    private static final Reason SPAN = reason("a span");
    private static final Reason LOG = reason("a log record");
    private static final Reason POINT = reason("a data point");

    static Reason of(Signal signal) {
      return switch (signal) {
        case SPANS -> SPAN;
        case LOGS -> LOG;
        default -> POINT;
      };
    }

    private static Reason reason(String what) {
      return new Reason(
          "too_large",
          what + " with its resource and scope must be at most " + MAX_FRAGMENT_BYTES + " bytes",
          true);
    }
  }
}
