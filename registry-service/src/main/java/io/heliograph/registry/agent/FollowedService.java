/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.agent;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.heliograph.registry.catalog.Advice;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.rpc.InstanceMessages;
import io.heliograph.registry.rules.RuleBook;
import io.heliograph.registry.v1.Listed;
import io.heliograph.registry.v1.Rules;
import io.heliograph.registry.v1.WatchRequest;
import io.heliograph.registry.v1.WatchResponse;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service that an agent watches, at one node after the other: what it was told stays until a
 * node says otherwise. Done by the follower's thread, but for what is asked of it.
 */
final class FollowedService {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedService.class);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final Follower follower;
  private final ServiceName name;
  private final Set<String> ids = new HashSet<>();
  private volatile long askedNanos = System.nanoTime();
  private volatile long heardNanos;
  private volatile boolean known;
  private volatile boolean heard;
  private Optional<Stream> stream = Optional.empty();
  private boolean ended;

  /** Of the last answer, to go on from. */
  private String node = "";

  private long revision;
  private long pauseMillis = FIRST_PAUSE_MILLIS;

  /**
   * Not watched yet.
   *
   * @param heardNanos when it was last heard of
   * @param known whether it was
   */
  FollowedService(Follower follower, ServiceName name, long heardNanos, boolean known) {
    this.follower = follower;
    this.name = name;
    this.heardNanos = heardNanos;
    this.known = known;
  }

  ServiceName name() {
    return name;
  }

  /** An instance is listed already. Before it is watched. */
  void knows(String id) {
    ids.add(id);
  }

  void asked() {
    askedNanos = System.nanoTime();
  }

  long askedNanos() {
    return askedNanos;
  }

  /** Whether a node has ever said who is in it. */
  boolean isKnown() {
    return known;
  }

  /** Whether a node says so now. */
  boolean isHeard() {
    return heard;
  }

  long silentMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - heardNanos);
  }

  void open() {
    if (ended) {
      return;
    }
    WatchRequest.Builder request =
        WatchRequest.newBuilder()
            .setNamespace(name.namespace())
            .setService(name.service())
            .setNode(node)
            .setRevision(revision)
            .setRulesVersion(follower.rules().documents().find(RuleBook.key(name)).version());
    int number = follower.nodes().current();
    Stream opened = new Stream(number);
    stream = Optional.of(opened);
    follower.nodes().stub(number).watch(request.build(), opened);
  }

  /** Watches no longer, and forgets who is in it. */
  void end() {
    ended = true;
    stream.ifPresent(Stream::cancel);
    ids.forEach(id -> follower.catalog().unlist(name, id));
    ids.clear();
  }

  private void take(WatchResponse answer) {
    if (answer.hasRules()) { // before the instances, so that none is called that they keep out
      take(answer.getRules());
    }
    heard = true; // before who waits is woken
    follower.catalog().atOnce(name, () -> takeInstances(answer));
    node = answer.getNode();
    revision = answer.getRevision();
    pauseMillis = FIRST_PAUSE_MILLIS;
    follower.reached(true);
  }

  private void takeInstances(WatchResponse answer) {
    if (answer.getWhole()) {
      Set<String> gone = new HashSet<>(ids);
      answer.getChangedList().forEach(listed -> gone.remove(listed.getInstance().getId()));
      gone.forEach(this::unlist);
    }
    answer.getChangedList().forEach(this::list);
    answer.getRemovedList().forEach(this::unlist);
    if (!known) {
      known = true;
      follower.catalog().touch(name); // who waits may believe an empty list now
    }
  }

  private void take(Rules rules) {
    Optional<String> document = Optional.of(rules.getDocument()).filter(text -> !text.isEmpty());
    if (!follower.rules().take(RuleBook.key(name), rules.getVersion(), document)) {
      follower.leftOut(name, "version %d of the rules".formatted(rules.getVersion()), "no room");
    }
  }

  private void list(Listed message) {
    String id = message.getInstance().getId();
    try {
      if (follower.catalog().list(name, read(message))) {
        ids.add(id);
      } else {
        follower.leftOut(name, "instance " + id, "no room");
      }
    } catch (Refusal | IllegalArgumentException e) {
      follower.leftOut(name, "instance " + id, e.getMessage());
    }
  }

  /** Of an instance that is DOWN but not taken out only the weight is told on. */
  private static io.heliograph.registry.catalog.Listed read(Listed message) throws Refusal {
    var instance = InstanceMessages.read(message.getInstance());
    Advice.State state = Advice.State.valueOf(message.getState());
    if (state == Advice.State.WARMING) {
      state = Advice.State.UP;
    } else if (state == Advice.State.DOWN && message.getEffectiveWeight() > 0) {
      state = Advice.State.SUSPECT;
    }
    return new io.heliograph.registry.catalog.Listed(
        instance,
        message.getRegisteredUnixMillis(),
        new Advice(state, message.getScore(), message.getRegisteredUnixMillis()),
        false);
  }

  private void unlist(String id) {
    ids.remove(id);
    follower.catalog().unlist(name, id);
  }

  private void lost(Stream which, Optional<Throwable> why) {
    if (ended || stream.filter(which::equals).isEmpty()) {
      return;
    }
    stream = Optional.empty();
    if (heard) {
      heard = false;
      heardNanos = System.nanoTime();
    }
    LOG.debug("the watch of {} at node {} has ended", name, which.number, why.orElse(null));
    follower.nodes().failed(which.number);
    follower.reached(false);
    follower.later(ThreadLocalRandom.current().nextLong(pauseMillis / 2, pauseMillis), this::open);
    pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
  }

  /** One call. */
  private final class Stream implements ClientResponseObserver<WatchRequest, WatchResponse> {
    private final int number;
    private ClientCallStreamObserver<WatchRequest> call;

    Stream(int number) {
      this.number = number;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRequest> begun) {
      call = begun;
    }

    void cancel() {
      call.cancel("nobody asks for it any more", null);
    }

    @Override
    public void onNext(WatchResponse answer) {
      if (stream.filter(this::equals).isPresent() && !ended) {
        take(answer);
      }
    }

    @Override
    public void onError(Throwable failure) {
      lost(this, Optional.of(failure));
    }

    @Override
    public void onCompleted() {
      lost(this, Optional.empty());
    }
  }
}
