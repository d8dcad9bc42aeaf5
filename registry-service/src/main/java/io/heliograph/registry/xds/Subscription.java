/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import com.google.protobuf.Any;
import io.envoyproxy.controlplane.cache.Response;
import io.envoyproxy.controlplane.cache.Watch;
import io.envoyproxy.controlplane.cache.WatchCancelledException;
import io.heliograph.registry.flow.AnswerRoom;
import io.heliograph.registry.rules.Caller;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client asks for of one type, and what it was sent of it. It is sent nothing more until
 * it has answered, so one that stalls holds one response at most; what changes meanwhile it is sent
 * then, as it is then. A large response waits for its turn, if those of others have yet to be
 * answered; what is not large comes before it.
 *
 * <pre>
 * gRPC thread    request(names) -> asked       request(names) -> asked
 *                      |                             ^  |
 * xDS thread           v  respond ---> client -------'  v  nothing new: open, until push
 * </pre>
 */
final class Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

  /** So often a change of routes in two steps is looked at again. */
  private static final long STEP_MILLIS = 50;

  private final XdsType type;
  private final XdsStream stream;
  private final Watchlist list;
  private final AnswerRoom room;

  /** The last request, until the xDS thread takes it. */
  private final AtomicReference<Watch> asked = new AtomicReference<>();

  /** Versions by name, as the client has them; a name that it has given up it has not. */
  private final Map<String, Long> sent = new ConcurrentHashMap<>();

  /** By name, for routes; none for the other types. */
  private final Map<String, Turnover> turnovers = new HashMap<>();

  private Set<String> names = Set.of();
  private Watch open;
  private boolean looksAgain;

  /** Whether there is room for something large, but it has yet to acknowledge something small. */
  private boolean hasTurn;

  /** When the first change was taken in that its client may have to be told. */
  private OptionalLong changed = OptionalLong.empty();

  /** Whether it asks for a name that it has not been told anything about. */
  private boolean unanswered;

  Subscription(XdsType type, XdsStream stream, Watchlist list) {
    this.type = type;
    this.stream = stream;
    this.list = list;
    room = list.room(this::turn, this::giveUp);
  }

  /**
   * Takes note of each request, also of one that crosses an answer and so is not answered itself:
   * what it gives up, and asks for again in the next one, has to be sent again. By a gRPC thread.
   */
  void names(Collection<String> requested) {
    sent.keySet().retainAll(Set.copyOf(requested));
  }

  /** A request to answer. By a gRPC thread; requests that are not taken yet are replaced. */
  void ask(Watch watch) {
    if (asked.getAndSet(watch) == null) {
      list.run(this::take);
    }
  }

  private void take() {
    Watch watch = asked.getAndSet(null);
    if (stream.hasEnded()) {
      return;
    }
    open = watch;
    if (!hasTurn || room.isLate()) {
      room.release(); // it has what it was sent
    }
    hasTurn = false;
    Set<String> before = names;
    names = new LinkedHashSet<>(watch.request().getResourceNamesList());
    for (String name : names) {
      if (!before.contains(name)) {
        list.join(name, type, stream);
        unanswered = true;
      }
    }
    before.stream().filter(name -> !names.contains(name)).forEach(this::leave);
    push(OptionalLong.empty());
  }

  private void leave(String name) {
    turnovers.remove(name);
    list.leave(name, type, stream);
  }

  /**
   * Sends what the client has not got, if it can be sent something.
   *
   * @param changedNanos when the change was taken in that is the reason; empty if it is another
   */
  void push(OptionalLong changedNanos) {
    changed = changed.isPresent() ? changed : changedNanos;
    if (open == null || open.isCancelled()) {
      return;
    }
    Map<String, Resource> found = found();
    if (!room.take(bytes(found)) && !leaveToItsTurn(found)) {
      return;
    }
    List<Any> resources = new ArrayList<>();
    Map<String, Long> versions = new HashMap<>();
    boolean news = false;
    for (Map.Entry<String, Resource> each : found.entrySet()) {
      String name = each.getKey();
      Resource resource = type == XdsType.ROUTE ? step(name, each.getValue()) : each.getValue();
      boolean isNew = isNew(name, resource);
      news |= isNew;
      if (isNew || type.isWhole()) {
        resources.add(resource.packed());
        versions.put(name, resource.version());
      }
    }
    if (news || (type.isWhole() && unanswered)) {
      respond(resources, versions);
    } else {
      endChange();
    }
    if (open != null) { // it was sent nothing
      room.giveBack();
    }
  }

  /** Leaves out what is large, if the rest may be sent without it; says whether there is a rest. */
  private boolean leaveToItsTurn(Map<String, Resource> found) {
    if (type.isWhole()) {
      return false;
    }
    long[] bytes = {0};
    found
        .entrySet()
        .removeIf(
            each -> {
              long more = isNew(each) ? size(each) : 0;
              boolean fits = bytes[0] + more <= XdsLimits.LARGE_BYTES;
              bytes[0] += fits ? more : 0;
              return !fits;
            });
    return bytes[0] > 0;
  }

  private Map<String, Resource> found() {
    Caller client = stream.caller();
    Map<String, Resource> found = new LinkedHashMap<>();
    for (String name : names) {
      list.find(name)
          .flatMap(watched -> watched.resource(type, name, client))
          .ifPresent(resource -> found.put(name, resource));
    }
    return found;
  }

  private boolean isNew(String name, Resource resource) {
    return !Long.valueOf(resource.version()).equals(sent.get(name));
  }

  /** What it may have to be sent of these. */
  private long bytes(Map<String, Resource> found) {
    boolean all = type.isWhole() && (unanswered || found.entrySet().stream().anyMatch(this::isNew));
    return found.entrySet().stream()
        .filter(each -> all || isNew(each))
        .mapToLong(Subscription::size)
        .sum();
  }

  private static long size(Map.Entry<String, Resource> each) {
    return each.getValue().packed().getSerializedSize();
  }

  private boolean isNew(Map.Entry<String, Resource> each) {
    return isNew(each.getKey(), each.getValue());
  }

  /** Whether the client has what there is of these, and has said so. */
  boolean has(Set<String> wanted) {
    return open != null && names.containsAll(wanted) && sent.keySet().containsAll(wanted);
  }

  /** Whether there is something large that it is to be sent in its turn. */
  boolean waits() {
    return room.waits();
  }

  private Resource step(String name, Resource routes) {
    Turnover turnover = turnovers.computeIfAbsent(name, none -> new Turnover(System::nanoTime));
    Resource next = turnover.next(routes, stream::hasEndpoints, stream.waitsForEndpoints());
    if (turnover.isUnderWay() && !looksAgain) {
      looksAgain = true;
      list.later(
          STEP_MILLIS,
          () -> {
            looksAgain = false;
            push(OptionalLong.empty());
          });
    }
    return next;
  }

  /** Whether no change is told in steps of which one is to come. */
  private boolean isWholly() {
    return turnovers.values().stream().noneMatch(Turnover::isUnderWay);
  }

  private void endChange() {
    if (isWholly()) {
      changed = OptionalLong.empty();
    }
  }

  /** There is room for a large answer now. */
  private void turn() {
    hasTurn = open == null || open.isCancelled(); // the next request takes it
    if (!hasTurn) {
      push(OptionalLong.empty());
    }
  }

  /** Its client does not read what it was sent, and the memory is needed. */
  private void giveUp() {
    if (open == null && room.isLate()) { // else it has
      stream.giveUp();
    }
  }

  private void respond(List<Any> resources, Map<String, Long> versions) {
    Watch watch = open;
    open = null;
    unanswered = false;
    sent.putAll(versions);
    long version = versions.values().stream().mapToLong(Long::longValue).sum();
    try {
      watch.respond(Response.create(watch.request(), resources, Long.toHexString(version)));
      list.counts().responded(type);
      if (isWholly()) {
        changed.ifPresent(list.counts()::pushed);
      }
      endChange();
    } catch (WatchCancelledException e) {
      // another request has come, and will be answered in its place
      sent.keySet().removeAll(versions.keySet());
      unanswered = true;
      room.giveBack();
    } catch (RuntimeException e) { // its call has ended meanwhile: no other's concern
      LOG.debug("an xDS client could not be answered", e);
      list.counts().failed.increment();
      room.giveBack();
    }
  }

  /** Asks for nothing any more. */
  void end() {
    names.forEach(this::leave);
    names = Set.of();
    open = null;
    room.close();
  }
}
