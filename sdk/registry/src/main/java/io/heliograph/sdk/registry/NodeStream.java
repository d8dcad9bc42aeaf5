/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.heliograph.registry.v1.RegistryGrpc.RegistryStub;
import io.heliograph.sdk.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream at one node after the other, until it is ended: when it is lost, the next is opened at
 * the next node, after a pause. Done by the client's thread.
 *
 * @param <Q> what is sent
 * @param <A> what is answered
 */
abstract class NodeStream<Q, A> {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryClient.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Backoff BACKOFF = Backoff.of(Duration.ofMillis(100), LONGEST_PAUSE);

  /** A node that cannot be reached within that time is left for the next; a cold JVM takes some. */
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** A node that is connected and has said nothing by then has nothing to say. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final String what;
  private final ClientThread thread;
  private final Nodes nodes;
  private Optional<Stream> stream = Optional.empty();
  private boolean ended;
  private int failures;
  private boolean warned;
  private final LongAdder lost = new LongAdder();

  /**
   * Not open yet.
   *
   * @param what it is, for the log
   */
  NodeStream(String what, ClientThread thread, Nodes nodes) {
    this.what = what;
    this.thread = thread;
    this.nodes = nodes;
  }

  /** Calls a node, and sends what is to be sent first. */
  abstract void begin(RegistryStub node, Stream opened);

  abstract void take(A answer);

  /** The stream is open, and the node has not answered; once or twice. */
  abstract void quiet(Stream open);

  /** The stream has ended; another will be opened. */
  abstract void lost(Status why);

  /** The stream has ended, after {@link #end}. */
  void over(Status why) {}

  /** Whether the same would be said by the next node. */
  boolean isFinal(Status why) {
    return false;
  }

  final ClientThread thread() {
    return thread;
  }

  final Nodes nodes() {
    return nodes;
  }

  /** How many streams have ended before they were to; read by any thread. */
  final long lost() {
    return lost.sum();
  }

  final Optional<Stream> stream() {
    return stream;
  }

  final boolean isEnded() {
    return ended;
  }

  final void open() {
    if (ended || stream.isPresent()) {
      return;
    }
    Stream opened = new Stream(nodes.current());
    stream = Optional.of(opened);
    begin(nodes.stub(opened.node), opened);
    thread.later(QUIET.toNanos(), () -> look(opened, false));
    thread.later(CONNECT.toNanos(), () -> look(opened, true));
  }

  private void look(Stream opened, boolean last) {
    if (!isCurrent(opened) || opened.answered) {
      return;
    }
    if (nodes.isConnected(opened.node)) {
      quiet(opened);
    } else if (last) {
      opened.cancel("no connection within %d s".formatted(CONNECT.toSeconds()));
    }
  }

  /** Opens no more; the stream that is open, if any, is left to the caller. */
  final void end() {
    ended = true;
  }

  /** After an end that was final. */
  final void openAgain() {
    ended = false;
    open();
  }

  final boolean isCurrent(Stream which) {
    return stream.filter(which::equals).isPresent();
  }

  private void closed(Stream which, Status why) {
    if (!isCurrent(which)) {
      return;
    }
    stream = Optional.empty();
    if (ended) {
      over(why);
      return;
    }
    lost.increment();
    if (which.ageNanos() >= LONGEST_PAUSE.toNanos()) {
      failures = 0;
    }
    failures++;
    warn(which, why);
    if (isFinal(why)) {
      ended = true;
    } else {
      nodes.failed(which.node);
      thread.later(
          BACKOFF.pauseNanos(failures, ThreadLocalRandom.current().nextDouble()), this::open);
    }
    lost(why);
  }

  private void warn(Stream which, Status why) {
    if (warned) {
      LOG.debug("{} has lost node {} again: {}", what, which.node, why);
    } else {
      warned = true;
      LOG.warn(
          "{} has lost its node, and turns to the next (repeats at DEBUG): {} {}",
          what,
          why.getCode(),
          why.getDescription(),
          why.getCause());
    }
  }

  /** One call. */
  final class Stream implements ClientResponseObserver<Q, A> {
    private final int node;
    private final long openedNanos = System.nanoTime();
    private ClientCallStreamObserver<Q> call;
    private boolean answered;

    Stream(int node) {
      this.node = node;
    }

    int node() {
      return node;
    }

    boolean isAnswered() {
      return answered;
    }

    long ageNanos() {
      return System.nanoTime() - openedNanos;
    }

    void send(Q request) {
      call.onNext(request);
    }

    void complete() {
      call.onCompleted();
    }

    void cancel(String why) {
      call.cancel(why, null);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> begun) {
      call = begun;
    }

    @Override
    public void onNext(A answer) {
      if (isCurrent(this)) {
        answered = true;
        warned = false;
        take(answer);
      }
    }

    @Override
    public void onError(Throwable failure) {
      closed(this, Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      closed(this, Status.OK.withDescription("the node has ended the stream"));
    }
  }
}
