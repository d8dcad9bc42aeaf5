/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.heliograph.v1.ConfigEvent;
import io.heliograph.v1.ConfigEventKind;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.IngestRequest;
import io.heliograph.v1.Lifecycle;
import io.heliograph.v1.Load;
import io.heliograph.v1.MessageEvent;
import io.heliograph.v1.MessageEventKind;
import io.heliograph.v1.RateLimitUsage;
import io.heliograph.v1.ReleaseKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignalHelpersTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.000000007Z");
  private static final long NOON_NANOS = NOON.getEpochSecond() * 1_000_000_000L + 7;
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
  private static final ServiceInstance ORDERS =
      ServiceInstance.of("orders", "orders-1")
          .address("127.0.0.1", 7001)
          .version("1.2.0")
          .location("sh", "sh-1", "a")
          .tags(Map.of("tier", "gold"))
          .build();

  private FakeGateway gateway;
  private HeliographReporter reporter;

  @BeforeEach
  void start() throws Exception {
    gateway = new FakeGateway();
    reporter = HeliographReporter.over(gateway.channel()).linger(Duration.ofMillis(1)).start();
  }

  @AfterEach
  void stop() throws Exception {
    reporter.close();
    gateway.close();
  }

  @Test
  void heartbeater_beats_tellsIdentityLoadAndSequence() {
    Load load = Load.newBuilder().setCpu(0.5).setCalls(3).build();
    Heartbeater heartbeater =
        Heartbeater.start(
            reporter, ORDERS, Duration.ofHours(1), () -> load, Lifecycle.LIFECYCLE_STARTING, CLOCK);
    await().until(() -> all(IngestRequest::getHeartbeatsList).size() == 1);
    heartbeater.lifecycle(Lifecycle.LIFECYCLE_SERVING);
    heartbeater.close();
    heartbeater.close();
    reporter.close();

    List<Heartbeat> beats = all(IngestRequest::getHeartbeatsList);
    assertThat(beats).extracting(Heartbeat::getSequence).containsExactly(1L, 2L, 3L);
    assertThat(beats)
        .extracting(Heartbeat::getLifecycle)
        .containsExactly(
            Lifecycle.LIFECYCLE_STARTING, Lifecycle.LIFECYCLE_SERVING, Lifecycle.LIFECYCLE_STOPPED);
    Heartbeat first = beats.get(0);
    assertThat(first.getService()).isEqualTo("orders");
    assertThat(first.getPort()).isEqualTo(7001);
    assertThat(first.getLocation().getRoom()).isEqualTo("a");
    assertThat(first.getTagsMap()).containsEntry("tier", "gold");
    assertThat(first.getIntervalMs()).isEqualTo(3_600_000);
    assertThat(first.getStartedUnixNano()).isEqualTo(NOON_NANOS);
    assertThat(first.getTimeUnixNano()).isEqualTo(NOON_NANOS);
    assertThat(first.getLoad()).isEqualTo(load);
    assertThat(first.getWeight()).isEqualTo(100);
  }

  @Test
  void heartbeater_loadFails_beatsWithoutIt() {
    try (Heartbeater heartbeater =
        Heartbeater.start(
            reporter,
            ORDERS,
            Duration.ofMillis(100),
            () -> {
              throw new IllegalStateException("no reading");
            })) {
      assertThat(heartbeater).isNotNull();
      await().until(() -> all(IngestRequest::getHeartbeatsList).size() >= 2);
    }
    assertThat(all(IngestRequest::getHeartbeatsList)).noneMatch(Heartbeat::hasLoad);
  }

  @Test
  void heartbeater_intervalOutOfRange_namesIt() {
    assertThatThrownBy(
            () -> Heartbeater.start(reporter, ORDERS, Duration.ZERO, Load::getDefaultInstance))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("interval");
  }

  @Test
  void instance_portOutOfRange_namesIt() {
    assertThatThrownBy(() -> ServiceInstance.of("orders", "o").address("h", 70_000).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port must be 0 to 65535, is 70000");
    assertThatThrownBy(() -> ServiceInstance.of("", "o").build())
        .hasMessage("service must be 1 to 255 bytes, has 0");
  }

  @Test
  void configEvents_lifeOfARelease_oneEventEach() {
    ConfigEventReporter events = new ConfigEventReporter(reporter, CLOCK);
    var release = new ConfigEventReporter.Release("r-1", "", "orders", "timeout", 7);

    events.published(release, ReleaseKind.RELEASE_KIND_GRAY, "room=a", "ada");
    events.received(release, "orders-1");
    events.applied(release, "orders-1");
    events.rejected(release, "orders-2", "x".repeat(5_000));
    events.superseded(release);
    reporter.close();

    List<ConfigEvent> sent = all(IngestRequest::getConfigEventsList);
    assertThat(sent)
        .extracting(ConfigEvent::getKind)
        .containsExactly(
            ConfigEventKind.CONFIG_EVENT_KIND_PUBLISHED,
            ConfigEventKind.CONFIG_EVENT_KIND_RECEIVED,
            ConfigEventKind.CONFIG_EVENT_KIND_APPLIED,
            ConfigEventKind.CONFIG_EVENT_KIND_REJECTED,
            ConfigEventKind.CONFIG_EVENT_KIND_SUPERSEDED);
    assertThat(sent).allMatch(e -> e.getReleaseId().equals("r-1") && e.getVersion() == 7);
    assertThat(sent.get(0).getTarget()).isEqualTo("room=a");
    assertThat(sent.get(3).getError()).hasSize(1_000);
    assertThat(sent.get(2).getTimeUnixNano()).isEqualTo(NOON_NANOS);
  }

  @Test
  void messageEvents_attempts_carryGroupAttemptAndTrace() {
    MessageEventReporter events = new MessageEventReporter(reporter, "orders", CLOCK);
    var message =
        new MessageEventReporter.Message(
            "m-1", "shop.orders", "k", "paid", "", "0af7651916cd43dd8448eb211c80319c", "bad");

    events.produced(message);
    events.delivered(message, "mailer", 1);
    events.failed(message, "mailer", 1, "no route");
    events.consumed(message, "mailer", 2);
    events.deadLettered(message, "audit", 3, null);
    reporter.close();

    List<MessageEvent> sent = all(IngestRequest::getMessageEventsList);
    assertThat(sent)
        .extracting(MessageEvent::getKind)
        .containsExactly(
            MessageEventKind.MESSAGE_EVENT_KIND_PRODUCED,
            MessageEventKind.MESSAGE_EVENT_KIND_DELIVERED,
            MessageEventKind.MESSAGE_EVENT_KIND_FAILED,
            MessageEventKind.MESSAGE_EVENT_KIND_CONSUMED,
            MessageEventKind.MESSAGE_EVENT_KIND_DEAD_LETTERED);
    assertThat(sent).allMatch(e -> e.getTraceId().size() == 16 && e.getSpanId().isEmpty());
    assertThat(sent.get(3).getAttempt()).isEqualTo(2);
    assertThat(sent.get(2).getError()).isEqualTo("no route");
  }

  @Test
  void rateLimit_decisions_oneReportPerSecondAndKey() {
    RateLimitReporter usage = new RateLimitReporter(reporter, "", "frontend-1", CLOCK);
    usage.count("per-user", "ada", 5, true);
    usage.count("per-user", "ada", 5, false);
    usage.flushEnded(); // the second is still running
    usage.close();
    reporter.close();

    assertThat(all(IngestRequest::getUsagesList))
        .containsExactly(
            RateLimitUsage.newBuilder()
                .setRule("per-user")
                .setKey("ada")
                .setWindowStartUnixNano(NOON_NANOS - 7)
                .setLimit(5)
                .setAdmitted(1)
                .setDenied(1)
                .setReporterId("frontend-1")
                .build());
  }

  @Test
  void processLoad_calls_countedOncePerReading() {
    ProcessLoad load = new ProcessLoad();
    load.callStarted();
    load.callStarted();
    load.callFinished(true);

    Load first = load.read();
    assertThat(first.getCalls()).isEqualTo(1);
    assertThat(first.getErrors()).isEqualTo(1);
    assertThat(first.getInFlight()).isEqualTo(1);
    assertThat(first.getMemory()).isBetween(0.0, 1.0);
    assertThat(load.read().getCalls()).isZero();
  }

  private <T> List<T> all(Function<IngestRequest, List<T>> field) {
    return gateway.requests.stream().flatMap(request -> field.apply(request).stream()).toList();
  }
}
