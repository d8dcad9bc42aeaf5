/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import io.grpc.Status;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.registry.v1.RegisterResponse;
import io.heliograph.registry.v1.RegistryGrpc.RegistryStub;
import io.heliograph.sdk.ServiceInstance;
import io.heliograph.sdk.registry.RegistrationState.Phase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An instance that is registered for as long as this is open, by a stream that holds its lease. A
 * stream that is lost is opened again at the next node, which takes the lease over; the instance
 * stays listed meanwhile, for its lease. When this is closed the instance is gone at once. If the
 * process dies its lease runs out. Safe for use by many threads.
 */
public final class Registration implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(2);

  /** A node that is connected and does not answer is left after that long. */
  private static final Duration ANSWER = Duration.ofSeconds(3);

  private final Hold hold;
  private final Runnable forget;
  private volatile CompletableFuture<Void> first = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private volatile RegisterRequest request;
  private volatile Phase phase = Phase.CONNECTING;
  private volatile String why = "";

  /**
   * Registers nothing yet.
   *
   * @param forget done once it is closed
   */
  Registration(RegisterRequest request, ClientThread thread, Nodes nodes, Runnable forget) {
    this.request = request;
    this.forget = forget;
    hold = new Hold(request.getService(), thread, nodes);
  }

  void open() {
    hold.thread().execute(hold::open);
  }

  /**
   * Waits until a node holds the lease for the first time.
   *
   * @return whether one does within the time; it is tried on in any case
   * @throws IllegalArgumentException if a node refuses the description, with its message
   * @throws IllegalStateException if it was closed before
   */
  public boolean await(Duration timeout) throws InterruptedException {
    try {
      first.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      String message = e.getCause().getMessage();
      throw e.getCause() instanceof IllegalArgumentException
          ? new IllegalArgumentException(message, e)
          : new IllegalStateException(message, e);
    }
  }

  /** How it stands with it. */
  public RegistrationState state() {
    return new RegistrationState(phase, why, hold.lost());
  }

  /**
   * Describes the instance anew, such as with another weight. Its id and its service stay.
   *
   * @throws IllegalArgumentException naming the field, its value and its range
   */
  public void update(ServiceInstance instance) {
    update(Requests.of(instance));
  }

  /**
   * Describes the instance anew, with all that a registration can say.
   *
   * @throws IllegalArgumentException naming the field, its value and its range
   */
  public void update(RegisterRequest changed) {
    Requests.check(changed);
    if (!Requests.name(changed).equals(Requests.name(request))) {
      throw new IllegalArgumentException(
          "id is %s: this is the registration of %s"
              .formatted(Requests.name(changed), Requests.name(request)));
    }
    hold.thread().execute(() -> hold.send(changed));
  }

  /** Takes the instance out at once, and waits for a node to say so, 2 s at most. */
  @Override
  public void close() {
    try {
      begunToClose().get(CLOSE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      why = "no node has said that it is out: its lease runs out";
    }
  }

  CompletableFuture<Void> begunToClose() {
    hold.thread().execute(hold::release);
    return closed;
  }

  /** The stream. */
  private final class Hold extends NodeStream<RegisterRequest, RegisterResponse> {
    /** Whether a node has held it, and none has refused it since. */
    private boolean held;

    Hold(String service, ClientThread thread, Nodes nodes) {
      super("the registration with " + service, thread, nodes);
    }

    @Override
    void begin(RegistryStub node, Stream opened) {
      var unused = node.hold(opened); // which has it already
      opened.send(request);
    }

    void send(RegisterRequest changed) {
      request = changed;
      if (phase == Phase.REFUSED) {
        phase = Phase.CONNECTING;
        first = new CompletableFuture<>();
        openAgain();
      } else if (phase != Phase.CLOSED) {
        stream().ifPresent(open -> open.send(changed));
      }
    }

    @Override
    void take(RegisterResponse answer) {
      held = true;
      if (isEnded()) {
        return;
      }
      phase = Phase.HELD;
      first.complete(null);
    }

    @Override
    void quiet(Stream open) {
      thread()
          .later(
              ANSWER.toNanos(),
              () -> {
                if (isCurrent(open) && !open.isAnswered()) {
                  open.cancel("the node does not answer");
                }
              });
    }

    @Override
    boolean isFinal(Status status) {
      return status.getCode() == Status.Code.INVALID_ARGUMENT;
    }

    @Override
    void lost(Status status) {
      why = status.getCode() + ": " + status.getDescription();
      phase = isEnded() ? Phase.REFUSED : Phase.CONNECTING;
      if (isEnded()) {
        held = false;
        first.completeExceptionally(new IllegalArgumentException(status.getDescription()));
      }
    }

    void release() {
      if (phase == Phase.CLOSED) {
        return;
      }
      phase = Phase.CLOSED;
      forget.run();
      first.completeExceptionally(new IllegalStateException("it was closed"));
      end();
      if (stream().isEmpty()) {
        deregister();
      } else if (nodes().isConnected(stream().get().node())) {
        stream().get().complete();
      } else {
        stream().get().cancel("closed");
      }
    }

    @Override
    void over(Status status) {
      if (status.isOk()) {
        closed.complete(null);
      } else {
        deregister();
      }
    }

    /** One that no node has taken would take out that of the process that has its id. */
    private void deregister() {
      if (!held) {
        closed.complete(null);
        return;
      }
      Deregistering.begin(nodes(), Requests.name(request), closed);
    }
  }
}
