/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Replays a recording: reads all its files merged by time, cuts them into batches, and delivers
 * them. Two runs with the same files and options send the same items in the same batches (with
 * {@code shift}, the same but for the time they were started).
 */
public final class Replay {
  private static final int PROGRESS_MILLIS = 250;

  private Replay() {}

  /** Replays without telling of progress. */
  public static ReplayReport run(ReplayOptions options) throws IOException, InterruptedException {
    return run(options, progress -> {});
  }

  /**
   * Replays; tells of progress four times a second, from a thread of its own.
   *
   * @throws IOException if the recording cannot be read; never for what the endpoint answers, which
   *     is in the report
   */
  public static ReplayReport run(ReplayOptions options, Consumer<ReplayProgress> listener)
      throws IOException, InterruptedException {
    ManagedChannel channel =
        ManagedChannelBuilder.forTarget(options.endpoint()).usePlaintext().build();
    try (Receiver otlp = new OtlpReceiver(channel, options.gzip());
        Receiver zipkin = new ZipkinReceiver(options.zipkin())) {
      return run(options, kind -> kind == ItemKind.ZIPKIN_SPANS ? zipkin : otlp, listener);
    }
  }

  static ReplayReport run(
      ReplayOptions options,
      Function<ItemKind, Receiver> receivers,
      Consumer<ReplayProgress> listener)
      throws IOException, InterruptedException {
    TimeShift shift = options.shift() ? shiftToNow(options) : TimeShift.NONE;
    Tally tally = new Tally();
    long start = System.nanoTime();
    ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    try (Recordings recordings = Recordings.open(options.directory());
        Delivery delivery =
            new Delivery(receivers, tally, options.inFlight(), options.giveUpAfter())) {
      var unused =
          ticker.scheduleAtFixedRate(
              () -> listener.accept(progress(recordings, tally)),
              PROGRESS_MILLIS,
              PROGRESS_MILLIS,
              TimeUnit.MILLISECONDS);
      deliverAll(options, recordings, shift, delivery, tally);
      delivery.drain();
      Duration duration = Duration.ofNanos(System.nanoTime() - start);
      return new ReplayReport(
          options.run(),
          files(recordings),
          tally.counts(),
          tally.reasons(),
          tally.batches(),
          tally.retries(),
          duration);
    } finally {
      ticker.shutdownNow();
    }
  }

  private static void deliverAll(
      ReplayOptions options, Recordings recordings, TimeShift shift, Delivery delivery, Tally tally)
      throws IOException, InterruptedException {
    boolean paced = options.speed() != Double.POSITIVE_INFINITY;
    Pace pace = new Pace(options.speed());
    Batcher batcher = new Batcher(options.batchItems(), paced, options.run());
    long start = System.nanoTime();
    for (long items = 0; items < options.limit(); items++) {
      Recorded item = recordings.next();
      if (item == null) {
        break;
      }
      tally.read(ItemKind.of(item));
      long due = pace.dueNanos(item.timeUnixNano());
      for (Batch batch : batcher.add(shift.apply(item), due)) {
        delivery.submit(batch);
      }
      if (paced) {
        awaitNanoTime(start + due);
      }
    }
    for (Batch batch : batcher.finish()) {
      delivery.submit(batch);
    }
  }

  private static void awaitNanoTime(long nanoTime) throws InterruptedException {
    for (long left = nanoTime - System.nanoTime();
        left > 1_000_000;
        left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private static TimeShift shiftToNow(ReplayOptions options) throws IOException {
    Instant now = Instant.now();
    try (Recordings recordings = Recordings.open(options.directory())) {
      return TimeShift.toNow(
          recordings,
          options.speed(),
          options.limit(),
          now.getEpochSecond() * 1_000_000_000L + now.getNano());
    }
  }

  private static ReplayProgress progress(Recordings recordings, Tally tally) {
    ReplayReport.Counts all =
        tally.counts().values().stream()
            .reduce(ReplayReport.Counts.NONE, ReplayReport.Counts::plus);
    double share = (double) recordings.bytesRead() / Math.max(1, recordings.totalBytes());
    return new ReplayProgress(Math.min(1, share), all, tally.retries(), tally.trouble());
  }

  private static List<ReplayReport.FileRead> files(Recordings recordings) {
    return recordings.files().stream()
        .map(file -> new ReplayReport.FileRead(file.file(), file.malformed()))
        .toList();
  }
}
