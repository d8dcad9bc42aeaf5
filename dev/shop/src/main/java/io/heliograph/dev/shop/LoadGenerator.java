/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.heliograph.dev.shop.v1.BrowseRequest;
import io.heliograph.dev.shop.v1.CheckoutRequest;
import io.heliograph.dev.shop.v1.FrontendGrpc;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Customers: some who browse and buy at a steady rate, and one crawler who comes far too often.
 * Open loop: a slow shop does not slow them down.
 */
final class LoadGenerator implements AutoCloseable {
  /** Who comes too often. */
  static final String CRAWLER = "crawler-7";

  private static final List<String> USERS =
      List.of("ada", "bob", "chen", "dina", "emil", "fatou", "gita", "hugo");
  private static final List<String> SKUS = List.of("tea", "mug", "lamp", "chair", "atlas");
  private static final int CUSTOMER_MILLIS = 70; // about 14 calls a second
  private static final int CRAWLER_MILLIS = 60; // about 16 a second, of one user
  private static final int DEADLINE_SECONDS = 5;

  private static final int WARM_UP_SECONDS = 30;
  private static final int QUICK_CALLS = 40;
  private static final long QUICK_NANOS = 100_000_000L;

  /** Calls by outcome so far. */
  record Counts(long calls, long ok, long limited, long failed) {}

  private final ManagedChannel channel;
  private final FrontendGrpc.FrontendStub frontend;
  private final Random random = new Random(7);
  private final LongAdder calls = new LongAdder();
  private final LongAdder ok = new LongAdder();
  private final LongAdder limited = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "shop-load");
            thread.setDaemon(true);
            return thread;
          });

  LoadGenerator(String frontends) {
    this.channel = Peers.channel(frontends);
    this.frontend = FrontendGrpc.newStub(channel);
  }

  /**
   * Buys until the shop is quick: a JVM that still loads its classes says nothing about the
   * services. No longer than half a minute; not in the counts.
   */
  void warmUp(Consumer<String> progress) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS);
    FrontendGrpc.FrontendBlockingStub blocking = FrontendGrpc.newBlockingStub(channel);
    int quick = 0;
    while (quick < QUICK_CALLS && System.nanoTime() < deadline) {
      progress.accept("warming up: " + quick + " quick calls in a row of " + QUICK_CALLS);
      long before = System.nanoTime();
      boolean ok = true;
      try {
        var unused =
            blocking
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .checkout(
                    CheckoutRequest.newBuilder()
                        .setUser("warm-up-" + before) // nobody's limit
                        .setSku(SKUS.get(0))
                        .setQuantity(1)
                        .build());
      } catch (StatusRuntimeException e) {
        ok = false; // not warm yet
      }
      long took = System.nanoTime() - before;
      quick = ok && took < QUICK_NANOS ? quick + 1 : 0;
    }
  }

  void start() {
    var unusedCustomers =
        timer.scheduleAtFixedRate(this::customer, 0, CUSTOMER_MILLIS, TimeUnit.MILLISECONDS);
    var unusedCrawler =
        timer.scheduleAtFixedRate(this::crawler, 0, CRAWLER_MILLIS, TimeUnit.MILLISECONDS);
  }

  Counts counts() {
    return new Counts(calls.sum(), ok.sum(), limited.sum(), failed.sum());
  }

  private void customer() {
    String user = USERS.get(random.nextInt(USERS.size()));
    if (random.nextInt(10) < 4) {
      browse(user);
    } else {
      calls.increment();
      stub()
          .checkout(
              CheckoutRequest.newBuilder()
                  .setUser(user)
                  .setSku(SKUS.get(random.nextInt(SKUS.size())))
                  .setQuantity(1 + random.nextInt(3))
                  .build(),
              counting());
    }
  }

  private void crawler() {
    browse(CRAWLER);
  }

  private void browse(String user) {
    calls.increment();
    BrowseRequest.Builder request = BrowseRequest.newBuilder().setUser(user);
    for (int i = 0; i < 3; i++) {
      request.addSkus(SKUS.get(random.nextInt(SKUS.size())));
    }
    stub().browse(request.build(), counting());
  }

  private FrontendGrpc.FrontendStub stub() {
    return frontend.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private <T> StreamObserver<T> counting() {
    return new StreamObserver<>() {
      @Override
      public void onNext(T value) {}

      @Override
      public void onError(Throwable t) {
        boolean denied = Status.fromThrowable(t).getCode() == Status.Code.RESOURCE_EXHAUSTED;
        (denied ? limited : failed).increment();
      }

      @Override
      public void onCompleted() {
        ok.increment();
      }
    };
  }

  @Override
  public void close() throws InterruptedException {
    timer.shutdown();
    timer.awaitTermination(1, TimeUnit.SECONDS);
    channel.shutdown().awaitTermination(DEADLINE_SECONDS, TimeUnit.SECONDS);
    channel.shutdownNow();
  }
}
