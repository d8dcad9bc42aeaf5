/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import io.grpc.Status;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.rules.Caller;
import io.heliograph.registry.rules.RoutingPlan;
import io.heliograph.registry.v1.RegistryGrpc.RegistryStub;
import io.heliograph.registry.v1.WatchRequest;
import io.heliograph.registry.v1.WatchResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that is watched: who is in it, and by which rules. What was told stays until a node
 * says otherwise: while none can be reached, or none is sure of what it knows, all stays as it was.
 * Safe for use by many threads; none of them waits, but in {@link #await}.
 */
public final class ServiceWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryClient.class);

  private final ServiceName service;
  private final Runnable forget;
  private final Watch watch;
  private final CurrentPlans plans;
  private final SnapshotWriter writer;
  private final CountDownLatch known = new CountDownLatch(1);
  private final List<Consumer<ServiceWatch>> listeners = new CopyOnWriteArrayList<>();
  private final LongAdder leftOut = new LongAdder();
  private volatile boolean live;
  private volatile long heardNanos = System.nanoTime();
  private volatile long staleNanos;

  /**
   * Watches nothing yet.
   *
   * @param forget done once it is closed
   */
  ServiceWatch(
      ServiceName service,
      ClientThread thread,
      Nodes nodes,
      Optional<Snapshots> snapshots,
      Runnable forget) {
    this.service = service;
    this.forget = forget;
    watch = new Watch(thread, nodes);
    plans = new CurrentPlans(service);
    writer = new SnapshotWriter(service, snapshots, thread, plans::list);
    writer.found().ifPresent(this::restore);
  }

  private void restore(Snapshots.Found found) {
    heardNanos = System.nanoTime() - found.age().toNanos();
    take(ServiceList.UNKNOWN, found.list());
  }

  /** The service, as namespace/service. */
  public String name() {
    return service.toString();
  }

  void later(long nanos, Runnable action) {
    watch.thread().later(nanos, action);
  }

  void open() {
    watch.thread().execute(watch::open);
  }

  /**
   * Takes an instance for a call, by the rules.
   *
   * @throws CallRefusedException if a rule does not let it be made
   * @throws NoInstanceException if there is nobody who can take it
   */
  public Instance pick(Call call) {
    return pick(call, instance -> true);
  }

  /**
   * Takes one of those instances for a call that can be used, by the rules: farther ones if no
   * nearer one can be.
   *
   * @param usable such as that it was not tried before, and that there is a connection; called by
   *     this thread
   * @throws CallRefusedException if a rule does not let it be made
   * @throws NoInstanceException if there is nobody who can take it
   */
  public Instance pick(Call call, Predicate<Instance> usable) {
    return plans
        .now()
        .routes(call.caller())
        .pick(call, usable, bound -> ThreadLocalRandom.current().nextLong(bound));
  }

  /** Where the calls of a caller go now, and why not elsewhere, as the nodes' HTTP tells it. */
  public RoutingPlan plan(Caller caller) {
    return plans.now().plan(caller);
  }

  /** All that are listed, those that get no calls too, in the order of their ids. */
  public List<Listed> instances() {
    return List.copyOf(plans.list().instances().values());
  }

  /**
   * Waits until it is known who is in the service.
   *
   * @return whether it is within the time
   */
  public boolean await(Duration timeout) throws InterruptedException {
    return known.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Calls back after each change of the list or of the rules, and once if there was one before. On
   * the thread that takes in what nodes say: be quick, and do not wait there.
   *
   * @return what ends this
   */
  public Runnable onChange(Consumer<ServiceWatch> listener) {
    watch
        .thread()
        .execute(
            () -> {
              listeners.add(listener);
              if (plans.list().known()) {
                tell(listener);
              }
            });
    return () -> watch.thread().execute(() -> listeners.remove(listener));
  }

  private void tell(Consumer<ServiceWatch> listener) {
    try {
      listener.accept(this);
    } catch (RuntimeException e) {
      LOG.warn("a listener of {} has failed", service, e);
    }
  }

  /** How it stands with it. */
  public WatchState state() {
    ServiceList list = plans.list();
    long age = live ? staleNanos : System.nanoTime() - heardNanos;
    return new WatchState(
        list.known(),
        live,
        Duration.ofNanos(age),
        list.node(),
        list.revision(),
        list.rulesVersion(),
        list.instances().size(),
        watch.lost(),
        leftOut.sum());
  }

  private void take(ServiceList before, WatchResponse answer) {
    ServiceList.Taken taken = before.with(answer);
    for (String what : taken.leftOut()) {
      if (leftOut.sum() == 0) {
        LOG.warn("left out of {} (more are only counted): {}", service, what);
      }
      leftOut.increment();
    }
    plans.set(taken.list());
    known.countDown();
  }

  /** Watches no longer; what is known now stays so. */
  @Override
  public void close() {
    watch
        .thread()
        .execute(
            () -> {
              if (!watch.isEnded()) {
                watch.end();
                forget.run();
                watch.stream().ifPresent(open -> open.cancel("watched no longer"));
                writer.write();
              }
            });
  }

  /** The stream. */
  private final class Watch extends NodeStream<WatchRequest, WatchResponse> {
    Watch(ClientThread thread, Nodes nodes) {
      super("the watch of " + service, thread, nodes);
    }

    @Override
    void begin(RegistryStub node, Stream opened) {
      ServiceList list = plans.list();
      node.watch(
          WatchRequest.newBuilder()
              .setNamespace(service.namespace())
              .setService(service.service())
              .setNode(list.node())
              .setRevision(list.revision())
              .setRulesVersion(list.rulesVersion())
              .build(),
          opened);
    }

    @Override
    void take(WatchResponse answer) {
      staleNanos = TimeUnit.MILLISECONDS.toNanos(answer.getStaleMillis());
      live = true;
      ServiceWatch.this.take(plans.list(), answer); // which wakes those who ask for both
      listeners.forEach(ServiceWatch.this::tell);
      writer.changed();
    }

    /** It went on from where it was, and nothing has changed. */
    @Override
    void quiet(Stream open) {
      live = true;
    }

    @Override
    void lost(Status why) {
      unheard();
    }

    @Override
    void over(Status why) {
      unheard();
    }

    private void unheard() {
      if (live) {
        heardNanos = System.nanoTime() - staleNanos;
        live = false;
      }
    }
  }
}
