/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.heliograph.v1.ConfigEvent;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.IngestRequest;
import io.heliograph.v1.IngestResponse;
import io.heliograph.v1.IngestStatus;
import io.heliograph.v1.MessageEvent;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.RateLimitUsage;
import io.heliograph.v1.Rejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeliographReporterTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private FakeGateway gateway;
  private HeliographReporter reporter;

  @BeforeEach
  void start() throws Exception {
    gateway = new FakeGateway();
  }

  @AfterEach
  void stop() throws Exception {
    if (reporter != null) {
      reporter.close(Duration.ofMillis(10));
    }
    gateway.close();
    if (reporter != null) {
      assertBalanced(reporter.stats());
    }
  }

  @Test
  void report_everySignal_arrivesInItsField() {
    reporter = quick().start();

    reporter.report(heartbeat(1));
    reporter.report(ProbeResult.newBuilder().setService("orders").build());
    reporter.report(ConfigEvent.newBuilder().setApp("orders").build());
    reporter.report(MessageEvent.newBuilder().setMessageId("m-1").build());
    reporter.report(RateLimitUsage.newBuilder().setRule("per-user").build());

    assertThat(reporter.close(LONG)).isTrue();
    IngestRequest all = IngestRequest.newBuilder().build();
    for (IngestRequest request : gateway.requests) {
      all = all.toBuilder().mergeFrom(request).build();
    }
    assertThat(all.getHeartbeatsList()).containsExactly(heartbeat(1));
    assertThat(all.getProbeResults(0).getService()).isEqualTo("orders");
    assertThat(all.getConfigEvents(0).getApp()).isEqualTo("orders");
    assertThat(all.getMessageEvents(0).getMessageId()).isEqualTo("m-1");
    assertThat(all.getUsages(0).getRule()).isEqualTo("per-user");
    assertThat(reporter.stats().accepted()).isEqualTo(5);
  }

  @Test
  void report_manyRecords_sharesRequests() {
    reporter = quick().batch(100, 64 << 10).linger(Duration.ofSeconds(30)).start();

    for (int i = 0; i < 1_000; i++) {
      reporter.report(heartbeat(i));
    }

    assertThat(reporter.close(LONG)).isTrue();
    assertThat(gateway.requests).hasSizeBetween(10, 12);
    assertThat(sequences()).hasSize(1_000);
  }

  @Test
  void report_acknowledgementsInReverse_allCounted() {
    List<Runnable> held = Collections.synchronizedList(new ArrayList<>());
    gateway.behave(
        (request, answers) -> {
          held.add(() -> FakeGateway.acknowledge(request, answers));
          if (held.size() == 4) {
            Collections.reverse(held);
            held.forEach(Runnable::run);
          }
        });
    reporter = quick().batch(1, 1_024).inFlight(4).start();

    for (int i = 0; i < 4; i++) {
      reporter.report(heartbeat(i));
    }

    await().until(() -> reporter.stats().accepted() == 4);
    assertThat(reporter.stats().retries()).isZero();
  }

  @Test
  void report_gatewaySaysRetry_sameKeyAgainAfterThePause() {
    AtomicInteger answered = new AtomicInteger();
    gateway.behave(
        (request, answers) -> {
          if (answered.getAndIncrement() < 2) {
            answers.onNext(
                IngestResponse.newBuilder()
                    .setBatchId(request.getBatchId())
                    .setStatus(IngestStatus.INGEST_STATUS_RETRY)
                    .setRetryAfterMs(20)
                    .build());
          } else {
            FakeGateway.acknowledge(request, answers);
          }
        });
    reporter = quick().start();

    reporter.report(heartbeat(1));

    await().until(() -> reporter.stats().accepted() == 1);
    assertThat(gateway.requests).hasSize(3);
    assertThat(keys()).hasSize(1);
    assertThat(gateway.requests.stream().map(IngestRequest::getBatchId).distinct()).hasSize(3);
    assertThat(reporter.stats().retries()).isEqualTo(2);
    assertThat(reporter.stats().streams()).isEqualTo(1);
  }

  @Test
  void report_streamBreaks_unansweredBatchesGoAgainWithTheirKeys() {
    AtomicInteger seen = new AtomicInteger();
    gateway.behave(
        (request, answers) -> {
          int n = seen.incrementAndGet();
          if (n == 3) {
            FakeGateway.breakStream(answers, Status.UNAVAILABLE);
          } else if (n > 3) {
            FakeGateway.acknowledge(request, answers);
          }
        });
    reporter = quick().batch(1, 1_024).inFlight(3).start();

    for (int i = 0; i < 5; i++) {
      reporter.report(heartbeat(i));
    }

    await().until(() -> reporter.stats().accepted() == 5);
    assertThat(keys()).hasSize(5);
    assertThat(gateway.requests).hasSize(8);
    assertThat(reporter.stats().streams()).isEqualTo(2);
  }

  @Test
  void report_gatewayCompletesTheStream_goesOnOverANewOne() {
    AtomicInteger seen = new AtomicInteger();
    gateway.behave(
        (request, answers) -> {
          if (seen.getAndIncrement() == 0) {
            answers.onCompleted();
          } else {
            FakeGateway.acknowledge(request, answers);
          }
        });
    reporter = quick().start();

    reporter.report(heartbeat(1));

    await().until(() -> reporter.stats().accepted() == 1);
    assertThat(reporter.stats().streams()).isEqualTo(2);
  }

  @Test
  void report_noAnswer_breaksTheStreamAndRepeats() {
    AtomicInteger seen = new AtomicInteger();
    gateway.behave(
        (request, answers) -> {
          if (seen.getAndIncrement() > 0) {
            FakeGateway.acknowledge(request, answers);
          }
        });
    reporter = quick().ackTimeout(Duration.ofMillis(50)).start();

    reporter.report(heartbeat(1));

    await().until(() -> reporter.stats().accepted() == 1);
    assertThat(keys()).hasSize(1);
  }

  @Test
  void report_someRejected_countsThem() {
    gateway.behave(
        (request, answers) ->
            answers.onNext(
                FakeGateway.ok(request).toBuilder()
                    .setAccepted(FakeGateway.records(request) - 1)
                    .setRejected(1)
                    .addRejections(
                        Rejection.newBuilder().setSignal("heartbeats").setField("service"))
                    .build()));
    reporter = quick().linger(Duration.ofSeconds(5)).start();

    reporter.report(heartbeat(1));
    reporter.report(heartbeat(2));

    assertThat(reporter.close(LONG)).isTrue();
    assertThat(reporter.stats().accepted()).isEqualTo(1);
    assertThat(reporter.stats().rejected()).isEqualTo(1);
  }

  @Test
  void report_onePoisonBatch_onlyItIsDropped() {
    gateway.behave(
        (request, answers) -> {
          if (request.getHeartbeats(0).getSequence() == 2) {
            FakeGateway.breakStream(answers, Status.RESOURCE_EXHAUSTED);
          } else {
            FakeGateway.acknowledge(request, answers);
          }
        });
    reporter = quick().batch(1, 1_024).inFlight(4).start();

    for (int i = 0; i < 4; i++) {
      reporter.report(heartbeat(i));
    }

    await().until(() -> reporter.stats().pending() == 0);
    assertThat(reporter.stats().accepted()).isEqualTo(3);
    assertThat(reporter.stats().droppedRefused()).isEqualTo(1);
  }

  @Test
  void report_gatewayAwayTooLong_dropsAndCounts() {
    gateway.behave((request, answers) -> FakeGateway.breakStream(answers, Status.UNAVAILABLE));
    reporter = quick().retryFor(Duration.ofMillis(50)).start();

    reporter.report(heartbeat(1));

    await().until(() -> reporter.stats().droppedExpired() == 1);
    assertThat(keys()).hasSize(1);
  }

  @Test
  void report_queueFull_returnsFalseAtOnceAndCounts() {
    gateway.behave((request, answers) -> {}); // never answers
    reporter = quick().batch(1, 1_024).inFlight(1).queue(10, 1 << 20).start();
    reporter.report(heartbeat(0));
    await().until(() -> gateway.requests.size() == 1);

    List<Boolean> taken = new ArrayList<>();
    for (int i = 1; i <= 15; i++) {
      taken.add(reporter.report(heartbeat(i)));
    }

    assertThat(taken.subList(0, 10)).containsOnly(true);
    assertThat(taken.subList(10, 15)).containsOnly(false);
    assertThat(reporter.stats().droppedQueueFull()).isEqualTo(5);
  }

  @Test
  void report_largerThanARequest_dropsAndCounts() {
    reporter = quick().batch(10, 1_024).start();

    boolean taken = reporter.report(Heartbeat.newBuilder().setHost("h".repeat(2_000)).build());

    assertThat(taken).isFalse();
    assertThat(reporter.stats().droppedTooLarge()).isEqualTo(1);
  }

  @Test
  void close_gatewayAway_countsWhatIsLeft() {
    gateway.behave((request, answers) -> FakeGateway.breakStream(answers, Status.UNAVAILABLE));
    reporter = quick().start();
    reporter.report(heartbeat(1));
    reporter.report(heartbeat(2));

    assertThat(reporter.close(Duration.ofMillis(100))).isFalse();

    assertThat(reporter.stats().droppedAtClose()).isEqualTo(2);
    assertThat(reporter.report(heartbeat(3))).isFalse();
    assertThat(reporter.stats().droppedAtClose()).isEqualTo(3);
  }

  @Test
  void close_twice_isTheSame() {
    reporter = quick().start();
    reporter.report(heartbeat(1));

    assertThat(reporter.close(LONG)).isTrue();
    assertThat(reporter.close(LONG)).isTrue();
  }

  @Test
  void start_settingOutOfRange_namesIt() {
    assertThatThrownBy(() -> quick().retryFor(Duration.ofMinutes(20)).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("retryFor")
        .hasMessageContaining("PT20M");
    assertThatThrownBy(() -> HeliographReporter.to(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HOST:PORT");
  }

  private HeliographReporter.Builder quick() {
    return HeliographReporter.over(gateway.channel())
        .linger(Duration.ofMillis(1))
        .backoff(Duration.ofMillis(2), Duration.ofMillis(20));
  }

  private Set<String> keys() {
    Set<String> keys = ConcurrentHashMap.newKeySet();
    gateway.requests.forEach(request -> keys.add(request.getIdempotencyKey()));
    return keys;
  }

  private Set<Long> sequences() {
    Set<Long> sequences = ConcurrentHashMap.newKeySet();
    gateway.requests.forEach(
        request -> request.getHeartbeatsList().forEach(beat -> sequences.add(beat.getSequence())));
    return sequences;
  }

  private static Heartbeat heartbeat(long sequence) {
    return Heartbeat.newBuilder()
        .setService("orders")
        .setInstanceId("orders-1")
        .setSequence(sequence)
        .build();
  }

  private static void assertBalanced(ReporterStats stats) {
    assertThat(stats.reported())
        .isEqualTo(stats.accepted() + stats.rejected() + stats.dropped() + stats.pending());
    assertThat(stats.pending()).isZero();
  }
}
