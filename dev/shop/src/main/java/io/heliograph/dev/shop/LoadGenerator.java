/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.heliograph.dev.shop.v1.BrowseRequest;
import io.heliograph.dev.shop.v1.CheckoutRequest;
import io.heliograph.dev.shop.v1.FrontendGrpc;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Customers: some who browse and buy at a steady rate, and one crawler who comes far too often.
 * Open loop: a slow shop does not slow them down.
 */
final class LoadGenerator implements AutoCloseable {
  /** The lane of those who try what is new. */
  static final String GRAY = "gray";

  /** Who comes too often. */
  static final String CRAWLER = "crawler-7";

  private static final List<String> USERS =
      List.of("ada", "bob", "chen", "dina", "emil", "fatou", "gita", "hugo");
  private static final Set<String> GRAY_USERS = Set.of("emil", "gita", "hugo");
  private static final List<String> SKUS =
      List.of(
          "tea", "mug", "lamp", "chair", "atlas", "kettle", "spoon", "globe", "stool", "clock",
          "rug", "pen");
  private static final int ORDER_SIZE = 8;
  private static final int PAGE_SIZE = 3;
  private static final ClientInterceptor GRAY_LANE =
      MetadataUtils.newAttachHeadersInterceptor(baggage(Lane.KEY + "=" + GRAY));
  private static final int CUSTOMER_MILLIS = 70; // about 14 calls a second
  private static final int CRAWLER_MILLIS = 60; // about 16 a second, of one user
  private static final int DEADLINE_SECONDS = 5;

  private static final int WARM_UP_SECONDS = 30;

  /**
   * For how long the load comes before it counts: the first calls side by side are slow ones too.
   */
  private static final int REHEARSAL_SECONDS = 5;

  private static final int QUICK_CALLS = 40;
  private static final long QUICK_NANOS = 150_000_000L;

  /** Calls by outcome so far. */
  record Counts(long calls, long ok, long limited, long failed) {}

  private final ManagedChannel transport;

  /** Marks what must leave no trace. */
  private final Channel channel;

  private volatile boolean rehearses = true;
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
    transport = Peers.channel(frontends);
    channel = ClientInterceptors.intercept(transport, new Unsampled());
  }

  /**
   * Buys until the shop is quick, and then as the customers do for a while: a JVM that still loads
   * its classes says nothing about the services. About half a minute at most; in no count, and in
   * no trace.
   */
  void warmUp(Consumer<String> progress) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS);
    int quick = 0;
    for (int turn = 0; quick < QUICK_CALLS && System.nanoTime() < deadline; turn++) {
      progress.accept("warming up: " + quick + " quick calls in a row of " + QUICK_CALLS);
      quick = isQuick(turn) ? quick + 1 : 0;
    }
    progress.accept("warming up: the customers come");
    begin();
    TimeUnit.SECONDS.sleep(REHEARSAL_SECONDS);
  }

  /** Three kinds of calls in turn, which two frontends take in turn: each has all. */
  private boolean isQuick(int turn) {
    long before = System.nanoTime();
    String user = "warm-up-" + before; // nobody's limit
    FrontendGrpc.FrontendBlockingStub stub =
        FrontendGrpc.newBlockingStub(turn % 3 == 2 ? gray(channel) : channel)
            .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    try {
      if (turn % 3 == 0) {
        var unused = stub.browse(page(user));
      } else {
        var unused = stub.checkout(order(user));
      }
    } catch (StatusRuntimeException e) {
      return false; // not warm yet
    }
    return System.nanoTime() - before < QUICK_NANOS;
  }

  /** From now on it counts. */
  void start() {
    rehearses = false;
  }

  private void begin() {
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
      called();
      stub(user).checkout(order(user), counting());
    }
  }

  private void crawler() {
    browse(CRAWLER);
  }

  private void browse(String user) {
    called();
    stub(user).browse(page(user), counting());
  }

  private void called() {
    if (!rehearses) {
      calls.increment();
    }
  }

  private BrowseRequest page(String user) {
    return BrowseRequest.newBuilder().setUser(user).addAllSkus(some(PAGE_SIZE)).build();
  }

  private CheckoutRequest order(String user) {
    return CheckoutRequest.newBuilder().setUser(user).addAllSkus(some(ORDER_SIZE)).build();
  }

  /** Different articles. */
  private List<String> some(int count) {
    int first = random.nextInt(SKUS.size());
    return IntStream.range(first, first + count).mapToObj(i -> SKUS.get(i % SKUS.size())).toList();
  }

  private FrontendGrpc.FrontendStub stub(String user) {
    return FrontendGrpc.newStub(GRAY_USERS.contains(user) ? gray(channel) : channel)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  /** A channel whose requests belong to the gray lane. */
  static Channel gray(Channel channel) {
    return ClientInterceptors.intercept(channel, GRAY_LANE);
  }

  private static Metadata baggage(String value) {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("baggage", Metadata.ASCII_STRING_MARSHALLER), value);
    return headers;
  }

  private <T> StreamObserver<T> counting() {
    if (rehearses) {
      return new StreamObserver<>() {
        @Override
        public void onNext(T value) {}

        @Override
        public void onError(Throwable t) {}

        @Override
        public void onCompleted() {}
      };
    }
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
    transport.shutdown().awaitTermination(DEADLINE_SECONDS, TimeUnit.SECONDS);
    transport.shutdownNow();
  }

  /** While it rehearses, says that the caller is not sampled, which the services keep to. */
  private final class Unsampled implements ClientInterceptor {
    private static final Metadata.Key<String> TRACEPARENT =
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void start(Listener<A> listener, Metadata headers) {
          if (rehearses) {
            ThreadLocalRandom ids = ThreadLocalRandom.current();
            headers.put(
                TRACEPARENT,
                "00-%016x%016x-%016x-00"
                    .formatted(ids.nextLong() | 1, ids.nextLong(), ids.nextLong() | 1));
          }
          super.start(listener, headers);
        }
      };
    }
  }
}
