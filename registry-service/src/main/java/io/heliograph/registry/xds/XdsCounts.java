/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import io.heliograph.registry.flow.AnswerRooms;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is sent to clients of xDS, and what they say to it. Thread-safe. */
public final class XdsCounts {
  private static final Logger LOG = LoggerFactory.getLogger(XdsCounts.class);

  /** Reasons that are remembered so as to be logged once. */
  private static final int MAX_REASONS = 100;

  final AtomicInteger streams = new AtomicInteger();
  final AtomicInteger subscriptions = new AtomicInteger();
  final AtomicInteger services = new AtomicInteger();
  final AtomicLong endpointBytes = new AtomicLong();
  final LongAdder refused = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder polled = new LongAdder();
  final LongAdder leftOut = new LongAdder();
  final LongAdder givenUp = new LongAdder();
  private volatile LongSupplier answerBytes = () -> 0;
  private volatile LongConsumer pushes = changedNanos -> {};
  private final Map<XdsType, LongAdder> responses = new ConcurrentHashMap<>();
  private final Map<XdsType, LongAdder> nacks = new ConcurrentHashMap<>();
  private final Map<String, Boolean> told = new ConcurrentHashMap<>();

  XdsCounts() {
    for (XdsType type : XdsType.values()) {
      responses.put(type, new LongAdder());
      nacks.put(type, new LongAdder());
    }
  }

  /**
   * Has somebody hear of each answer that tells a change.
   *
   * @param listener is given when the change was taken in here, by {@link System#nanoTime}
   */
  public void tellPushes(LongConsumer listener) {
    pushes = listener;
  }

  void showAnswers(AnswerRooms rooms) {
    answerBytes = () -> rooms.underWay() + rooms.untaken();
  }

  /** Bytes of large answers that clients have not acknowledged yet, in time or not. */
  public long answerBytes() {
    return answerBytes.getAsLong();
  }

  /** Streams that were ended since their clients did not read. */
  public long givenUp() {
    return givenUp.sum();
  }

  void pushed(long changedNanos) {
    pushes.accept(changedNanos);
  }

  void responded(XdsType type) {
    responses.get(type).increment();
  }

  /** A client could not use an answer, and goes on with what it had. Each reason is told once. */
  void nacked(XdsType type, String reason) {
    nacks.get(type).increment();
    if (isFirst(type + reason)) {
      LOG.warn("an xDS client rejects its {}: {}", type, reason);
    } else {
      LOG.debug("an xDS client rejects its {}: {}", type, reason);
    }
  }

  /** Whether this is to be told at WARN; false when it was, or when there is too much to tell. */
  boolean isFirst(String reason) {
    return told.size() < MAX_REASONS && told.putIfAbsent(reason, true) == null;
  }

  /** Clients that are connected. */
  public int streams() {
    return streams.get();
  }

  /** Resources that they ask for. */
  public int subscriptions() {
    return subscriptions.get();
  }

  /** Services that they ask for. */
  public int services() {
    return services.get();
  }

  /** Memory of the lists of endpoints. */
  public long endpointBytes() {
    return endpointBytes.get();
  }

  /** Streams that were refused or ended since they asked for too much. */
  public long refused() {
    return refused.sum();
  }

  /** Work that failed, and answers to clients that had gone. */
  public long failed() {
    return failed.sum();
  }

  /** Looks at a service that are due to too many waiting for news. */
  public long polled() {
    return polled.sum();
  }

  /** Instances left out of a list that was made, since their host is no IP address. */
  public long leftOut() {
    return leftOut.sum();
  }

  /** Answers, by type. */
  public void eachResponses(ObjLongConsumer<String> to) {
    responses.forEach((type, count) -> to.accept(type.name(), count.sum()));
  }

  /** Answers that clients rejected, by type. */
  public void eachNacks(ObjLongConsumer<String> to) {
    nacks.forEach((type, count) -> to.accept(type.name(), count.sum()));
  }
}
