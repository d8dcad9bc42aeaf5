/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.WatchRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Streams that watch one service and note when they hear of a revision. */
final class Watchers {
  private static final MethodDescriptor<WatchRequest, WatchedSize> WATCH =
      RegistryGrpc.getWatchMethod().toBuilder(
              RegistryGrpc.getWatchMethod().getRequestMarshaller(), WatchedSize.MARSHALLER)
          .build();

  private final List<ManagedChannel> channels;
  private final List<Watcher> watchers = new ArrayList<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicReference<Status> ended = new AtomicReference<>();
  private final int count;
  private Semaphore opening = new Semaphore(0);
  private volatile long wholeListBytes;

  /**
   * None yet.
   *
   * @param count how many there will be
   */
  Watchers(List<ManagedChannel> channels, int count) {
    this.channels = channels;
    this.count = count;
  }

  /**
   * Opens all, each with the whole list as its first message.
   *
   * @param atOnce how many may wait for it at once
   */
  void open(String namespace, String service, int atOnce, Duration longest)
      throws InterruptedException {
    WatchRequest request =
        WatchRequest.newBuilder().setNamespace(namespace).setService(service).build();
    opening = new Semaphore(atOnce);
    for (int i = 0; i < count; i++) {
      take(1, longest);
      Watcher watcher =
          new Watcher(channels.get(i % channels.size()).newCall(WATCH, CallOptions.DEFAULT));
      watchers.add(watcher);
      watcher.begin(request);
    }
    take(atOnce, longest);
  }

  private void take(int permits, Duration longest) throws InterruptedException {
    if (!opening.tryAcquire(permits, longest.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(
          "watchers without a list after " + longest.toSeconds() + " s; ended: " + ended.get());
    }
    requireOpen();
  }

  private void requireOpen() {
    if (ended.get() != null) {
      throw new IllegalStateException("a stream has ended: " + ended.get());
    }
  }

  /** Waits until all know of a revision; returns when each has heard of it. */
  List<Long> await(long revision, Duration longest) {
    long deadline = System.nanoTime() + longest.toNanos();
    List<Long> arrived = new ArrayList<>();
    for (Watcher watcher : watchers) {
      while (watcher.revision < revision) {
        requireOpen();
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "a watcher knows revision %d, not %d, after %d s"
                  .formatted(watcher.revision, revision, longest.toSeconds()));
        }
        LockSupport.parkNanos(1_000_000);
      }
      arrived.add(watcher.heardNanos);
    }
    return arrived;
  }

  /** Of all messages since {@link #forgetBytes}, as they are serialized. */
  long bytes() {
    return bytes.get();
  }

  void forgetBytes() {
    bytes.set(0);
  }

  long wholeListBytes() {
    return wholeListBytes;
  }

  private final class Watcher extends ClientCall.Listener<WatchedSize> {
    private final ClientCall<WatchRequest, WatchedSize> call;
    private long heardNanos;

    /** Written last. */
    private volatile long revision;

    Watcher(ClientCall<WatchRequest, WatchedSize> call) {
      this.call = call;
    }

    void begin(WatchRequest request) {
      call.start(this, new Metadata());
      call.sendMessage(request);
      call.halfClose();
      call.request(1);
    }

    @Override
    public void onMessage(WatchedSize message) {
      bytes.addAndGet(message.bytes());
      if (revision == 0) {
        wholeListBytes = message.bytes();
        opening.release();
      }
      heardNanos = System.nanoTime();
      revision = message.revision();
      call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      ended.compareAndSet(null, status);
    }
  }
}
