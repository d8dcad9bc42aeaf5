/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.heliograph.registry.v1.Listed;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.WatchRequest;
import io.heliograph.registry.v1.WatchResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Streams to several nodes that watch one service and note when they hear of one piece of news. As
 * each node counts revisions of its own, news is told by what it says of an instance.
 */
final class News {
  /**
   * A piece of news.
   *
   * @param id of the instance
   * @param version that it has now; null if it is gone
   */
  record Item(String id, String version) {
    boolean isIn(WatchResponse message) {
      if (this == THE_LIST) {
        return message.getWhole();
      }
      if (version == null) {
        return message.getRemovedList().contains(id);
      }
      for (Listed listed : message.getChangedList()) {
        if (listed.getInstance().getId().equals(id)
            && listed.getInstance().getVersion().equals(version)) {
          return true;
        }
      }
      return false;
    }
  }

  /** An item and who has yet to hear of it. */
  private record Awaited(Item item, CountDownLatch missing) {}

  private static final Item THE_LIST = new Item("", null);

  private final int nodes;
  private final Duration longest;
  private final List<Watcher> watchers = new ArrayList<>();
  private final AtomicReference<Throwable> ended = new AtomicReference<>();
  private volatile Awaited awaited;

  /**
   * Opens the streams, and waits until each has the list.
   *
   * @param channels one to each node
   * @param each streams to a node
   * @param longest that is waited for anything
   */
  News(List<ManagedChannel> channels, String service, int each, Duration longest)
      throws InterruptedException {
    this.longest = longest;
    nodes = channels.size();
    for (int i = 0; i < nodes * each; i++) {
      watchers.add(new Watcher(i % nodes));
    }
    expect(THE_LIST);
    WatchRequest request = WatchRequest.newBuilder().setService(service).build();
    for (Watcher watcher : watchers) {
      RegistryGrpc.newStub(channels.get(watcher.node)).watch(request, watcher);
    }
    var unused = await();
  }

  /** To be said before anybody can hear of it. */
  final void expect(Item item) {
    awaited = new Awaited(item, new CountDownLatch(watchers.size()));
  }

  /**
   * Waits until all have heard of what is expected.
   *
   * @return by node, when the last of its streams did
   * @throws IllegalStateException if it takes too long, or a stream ends
   */
  final long[] await() throws InterruptedException {
    boolean all = awaited.missing.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    if (!all || ended.get() != null) {
      throw new IllegalStateException(
          "%d of %d watchers have not heard of %s within %d s; ended: %s"
              .formatted(
                  awaited.missing.getCount(),
                  watchers.size(),
                  awaited.item,
                  longest.toSeconds(),
                  ended.get()));
    }
    long[] last = new long[nodes];
    for (Watcher watcher : watchers) {
      last[watcher.node] = Math.max(last[watcher.node], watcher.heardNanos);
    }
    return last;
  }

  private final class Watcher implements StreamObserver<WatchResponse> {
    private final int node;
    private Awaited heard;
    private volatile long heardNanos;

    Watcher(int node) {
      this.node = node;
    }

    @Override
    public void onNext(WatchResponse message) {
      Awaited now = awaited;
      if (heard != now && now.item.isIn(message)) {
        heard = now;
        heardNanos = System.nanoTime();
        now.missing.countDown();
      }
    }

    @Override
    public void onError(Throwable reason) {
      ended.compareAndSet(null, reason);
    }

    @Override
    public void onCompleted() {
      ended.compareAndSet(null, new IllegalStateException("a node ended a stream"));
    }
  }
}
