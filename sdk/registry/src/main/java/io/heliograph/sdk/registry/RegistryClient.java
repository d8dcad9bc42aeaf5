/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.sdk.ServiceInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Registers instances at the registry, and watches services there. It asks one of the nodes that it
 * is given, and when that one fails, the next; it needs none of them to start, and tries on without
 * end. One daemon thread takes in what they say. Safe for use by many threads.
 *
 * <p>Its memory: what is listed of the services that are watched, about 1 KiB an instance, {@value
 * ServiceList#MOST_INSTANCES} of each service and {@value #MOST} services at most.
 */
public final class RegistryClient implements AutoCloseable {
  /** Of watches, and of registrations. */
  static final int MOST = 1_000;

  private static final int MOST_NODES = 100;
  private static final int MAX_MESSAGE = 32 << 20;
  static final Duration CLOSE = Duration.ofSeconds(3);

  private final ClientThread thread = new ClientThread();
  private final Nodes nodes;
  private final List<ManagedChannel> own;
  private final Optional<Snapshots> snapshots;
  private final Map<ServiceName, ServiceWatch> watches = new HashMap<>();
  private final Set<Registration> registrations = new HashSet<>();
  private boolean closed;

  private RegistryClient(Builder builder) {
    own = builder.targets.stream().map(RegistryClient::channel).toList();
    nodes = new Nodes(builder.channels.isEmpty() ? own : builder.channels, thread);
    snapshots = builder.directory.map(Snapshots::new);
  }

  private static ManagedChannel channel(String target) {
    return ManagedChannelBuilder.forTarget(target)
        .usePlaintext()
        .keepAliveTime(10, TimeUnit.SECONDS) // a node that is gone without a word
        .keepAliveTimeout(2, TimeUnit.SECONDS)
        .maxInboundMessageSize(MAX_MESSAGE)
        .build();
  }

  /**
   * A client of these nodes, or of the agent on the host, without TLS.
   *
   * @param targets host:port of their gRPC, 1 to 100
   * @throws IllegalArgumentException if there are none, or one is blank
   */
  public static Builder to(String... targets) {
    for (String target : targets) {
      if (target.isBlank()) {
        throw new IllegalArgumentException("target must be HOST:PORT, is blank");
      }
    }
    number("targets", targets.length);
    return new Builder(List.of(targets), List.of());
  }

  /**
   * A client over channels of the caller's, one for each node (TLS); close leaves them open. A list
   * that is larger than the messages that they take, 4 MiB by gRPC's default, cannot be watched.
   */
  public static Builder over(ManagedChannel... channels) {
    number("channels", channels.length);
    return new Builder(List.of(), List.of(channels));
  }

  private static void number(String name, int number) {
    if (number < 1 || number > MOST_NODES) {
      throw new IllegalArgumentException(name + " must be 1 to " + MOST_NODES + ", is " + number);
    }
  }

  /**
   * Registers an instance for as long as the registration is open, with a lease of 10 s after that.
   *
   * @throws IllegalArgumentException naming the field, its value and its range
   * @throws IllegalStateException if this is closed, or holds 1,000 registrations
   */
  public Registration register(ServiceInstance instance) {
    return register(Requests.of(instance));
  }

  /**
   * Registers an instance, with all that a registration can say: its protocol, lease, metadata, and
   * how it wants to be probed.
   *
   * @throws IllegalArgumentException naming the field, its value and its range
   * @throws IllegalStateException if this is closed, or holds 1,000 registrations
   */
  public Registration register(RegisterRequest request) {
    Requests.check(request);
    Registration[] made = new Registration[1];
    synchronized (this) {
      room(registrations.size());
      made[0] = new Registration(request, thread, nodes, () -> forget(made[0]));
      registrations.add(made[0]);
    }
    made[0].open();
    return made[0];
  }

  /** Watches a service of namespace {@code default}. */
  public ServiceWatch watch(String service) {
    return watch("", service);
  }

  /**
   * Watches a service. Asked again for one that is watched, it gives the same watch.
   *
   * @param namespace environment or tenant; empty means {@code default}
   * @throws IllegalArgumentException naming the field, its value and its range
   * @throws IllegalStateException if this is closed, or watches 1,000 services
   */
  public synchronized ServiceWatch watch(String namespace, String service) {
    ServiceName name = Requests.service(namespace, service);
    ServiceWatch known = watches.get(name);
    if (known != null) {
      return known;
    }
    room(watches.size());
    ServiceWatch made = new ServiceWatch(name, thread, nodes, snapshots, () -> forget(name));
    watches.put(name, made);
    made.open();
    return made;
  }

  private void room(int there) {
    if (closed) {
      throw new IllegalStateException("this client is closed");
    }
    if (there >= MOST) {
      throw new IllegalStateException(
          "there are %,d already, as many as may be: close some, or use another client"
              .formatted(there));
    }
  }

  private synchronized void forget(ServiceName watched) {
    watches.remove(watched);
  }

  private synchronized void forget(Registration registration) {
    registrations.remove(registration);
  }

  /** Takes its instances out at once, waiting 3 s at most for nodes to say so; ends all watches. */
  @Override
  public void close() {
    List<Registration> open;
    List<ServiceWatch> watched;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      open = List.copyOf(registrations);
      watched = List.copyOf(watches.values());
    }
    List<CompletableFuture<?>> ends = new ArrayList<>();
    open.forEach(registration -> ends.add(registration.begunToClose()));
    watched.forEach(ServiceWatch::close); // which write their lists, and that may take long
    ends.add(CompletableFuture.runAsync(() -> {}, thread)); // after the watches
    CompletableFuture<?> all = CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    try {
      all.get(CLOSE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      ClientThread.LOG.warn(
          "not all instances could be taken out, their leases run out: {}", e.toString());
    }
    own.forEach(ManagedChannel::shutdownNow);
    thread.close();
  }

  /** Settings. */
  public static final class Builder {
    private final List<String> targets;
    private final List<ManagedChannel> channels;
    private Optional<Path> directory = Optional.empty();

    private Builder(List<String> targets, List<ManagedChannel> channels) {
      this.targets = targets;
      this.channels = channels;
    }

    /**
     * Keeps what is listed in files, one for each service, for a start while no node answers: about
     * 0.2 KiB an instance, written within a second of a change. It may be shared by processes.
     */
    public Builder snapshots(Path newDirectory) {
      this.directory = Optional.of(newDirectory);
      return this;
    }

    /** Starts it; it connects when there is something to ask. */
    public RegistryClient start() {
      return new RegistryClient(this);
    }
  }
}
