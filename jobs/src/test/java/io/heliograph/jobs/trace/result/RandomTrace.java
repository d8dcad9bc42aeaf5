/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import static io.heliograph.jobs.trace.result.ASpan.MILLI;

import io.heliograph.jobs.trace.model.ErrorKind;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.SpanLink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A trace of up to some 60 spans with whatever goes wrong: errors, retries, timeouts, repeated and
 * serial calls, skewed clocks, lanes, lost parents, shared ids, messages; near midnight.
 */
final class RandomTrace {
  private static final long MIDNIGHT = ASpan.START + 14 * 3_600_000L * MILLI;
  private static final String[] SERVICES = {"frontend", "orders", "stock", "payments", "mail"};
  private static final ErrorKind[] ERRORS = {
    ErrorKind.FAILURE, ErrorKind.TIMEOUT, ErrorKind.CANCELLED
  };
  private static final String[] LANES = {"", "", "", "blue", "green"};

  /** The first half of all ids; the second is the seed. */
  static final long HIGH = 0xA;

  private final Random random;
  private final long low;
  private final List<Span> spans = new ArrayList<>();
  private final boolean lanes;
  private final long[] skews = new long[SERVICES.length];
  private long nextId;

  private RandomTrace(long seed) {
    random = new Random(seed);
    low = seed;
    nextId = 0x1000 * seed;
    lanes = random.nextBoolean();
    if (random.nextInt(3) == 0) {
      skews[1 + random.nextInt(skews.length - 1)] = random.nextInt(400) * MILLI - 200 * MILLI;
    }
  }

  static List<Span> of(long seed) {
    RandomTrace trace = new RandomTrace(seed);
    long start = MIDNIGHT + trace.random.nextInt(600_000) * MILLI / 1_000 - 300 * MILLI;
    trace.serve(0, 0, start, 400 + trace.random.nextInt(400), 0, 0);
    List<Span> kept = new ArrayList<>(trace.spans);
    if (trace.random.nextInt(3) == 0) {
      kept.remove(trace.random.nextInt(kept.size())); // lost for ever
    }
    return kept.isEmpty() ? trace.spans : kept;
  }

  private void serve(long parent, long sharedId, long start, int millis, int service, int depth) {
    long id = sharedId == 0 ? ++nextId : sharedId;
    SpanKind kind = random.nextInt(12) == 0 ? SpanKind.CONSUMER : SpanKind.SERVER;
    add(id, parent, kind, service, "op" + random.nextInt(2), "", start, millis, 0);
    int calls = depth > 3 || spans.size() > 50 ? 0 : random.nextInt(4);
    long at = start + MILLI;
    for (int i = 0; i < calls; i++) {
      int share = Math.max(1, millis / (calls + 1));
      if (random.nextInt(4) == 0) {
        repeat(id, service, at, share);
      } else if (random.nextInt(12) == 0) {
        retry(id, service, at, share, 2);
      } else {
        call(id, service, at, share, depth);
      }
      at += random.nextInt(3) == 0 ? MILLI : (share + random.nextInt(2)) * MILLI;
    }
  }

  private void call(long parent, int service, long at, int millis, int depth) {
    int callee = random.nextInt(SERVICES.length);
    boolean message = random.nextInt(6) == 0;
    long id = ++nextId;
    SpanKind kind = message ? SpanKind.PRODUCER : SpanKind.CLIENT;
    add(id, parent, kind, service, "call", SERVICES[callee], at, millis, 0);
    boolean shared = random.nextInt(8) == 0;
    int within = random.nextInt(6) == 0 ? millis + 40 : Math.max(1, millis - 2);
    if (random.nextInt(5) > 0) {
      serve(shared ? parent : id, shared ? id : 0, at + MILLI / 2, within, callee, depth + 1);
    }
    if (message) {
      long producer = random.nextInt(4) == 0 ? 0 : parent;
      String queue = random.nextInt(4) == 0 ? "" : "kafka/" + SERVICES[callee];
      add(++nextId, producer, SpanKind.CONSUMER, callee, "take", queue, at + 9 * MILLI, 3, id);
    }
  }

  private void repeat(long parent, int service, long at, int millis) {
    int times = 3 + random.nextInt(6);
    for (int i = 0; i < times; i++) {
      long from = at + MILLI * millis * i / times;
      add(++nextId, parent, SpanKind.CLIENT, service, "GET ?", "redis", from, millis / times, 0);
    }
  }

  /** Tries twice what tries twice. */
  private void retry(long parent, int service, long at, int millis, int levels) {
    for (int i = 0; i < 2; i++) {
      long from = at + i * MILLI * millis / 2;
      long id = ++nextId;
      add(
          id,
          parent,
          SpanKind.CLIENT,
          service,
          "reserve",
          "stock",
          from,
          millis / 3,
          0,
          ErrorKind.FAILURE);
      if (levels > 1) {
        retry(id, service, from, millis / 3, levels - 1);
      }
    }
  }

  private void add(
      long id,
      long parent,
      SpanKind kind,
      int service,
      String operation,
      String peer,
      long start,
      int millis,
      long follows) {
    boolean failed = random.nextInt(6) == 0;
    ErrorKind error = failed ? ERRORS[random.nextInt(ERRORS.length)] : ErrorKind.NONE;
    add(id, parent, kind, service, operation, peer, start, millis, follows, error);
  }

  private void add(
      long id,
      long parent,
      SpanKind kind,
      int service,
      String operation,
      String peer,
      long start,
      int millis,
      long follows,
      ErrorKind error) {
    long raw = start + skews[service];
    ASpan span =
        new ASpan(id, parent, kind, SERVICES[service], operation)
            .nanos(raw, raw + millis * MILLI + random.nextInt(1_000))
            .to(peer)
            .fails(error);
    if (kind == SpanKind.CLIENT && random.nextInt(4) == 0) {
      span.within(random.nextInt(100) * MILLI);
    }
    if (lanes) {
      String instance = random.nextInt(4) == 0 ? null : LANES[random.nextInt(LANES.length)];
      span.lane(LANES[random.nextInt(LANES.length)], instance);
    }
    if (follows != 0) {
      long high = random.nextInt(4) == 0 ? HIGH + 1 : HIGH; // a trace with the same span ids
      span.follows(new SpanLink(high, low, follows));
    }
    spans.add(span.span());
  }

  /** The spans in another order, some of them twice. */
  static List<Span> shuffledWithReplays(List<Span> spans, Random random) {
    List<Span> arrivals = new ArrayList<>(spans);
    for (Span span : spans) {
      if (random.nextInt(5) == 0) {
        arrivals.add(span);
      }
    }
    Collections.shuffle(arrivals, random);
    return arrivals;
  }
}
