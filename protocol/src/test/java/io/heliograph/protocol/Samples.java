/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.heliograph.v1.ConfigEvent;
import io.heliograph.v1.ConfigEventBatch;
import io.heliograph.v1.ConfigEventKind;
import io.heliograph.v1.DeadLetter;
import io.heliograph.v1.DeadLetterStage;
import io.heliograph.v1.HealthAdvice;
import io.heliograph.v1.HealthState;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.HeartbeatBatch;
import io.heliograph.v1.IngestRequest;
import io.heliograph.v1.IngestResponse;
import io.heliograph.v1.IngestStatus;
import io.heliograph.v1.InstanceTraffic;
import io.heliograph.v1.Lifecycle;
import io.heliograph.v1.Load;
import io.heliograph.v1.Location;
import io.heliograph.v1.MessageEvent;
import io.heliograph.v1.MessageEventBatch;
import io.heliograph.v1.MessageEventKind;
import io.heliograph.v1.ProbeKind;
import io.heliograph.v1.ProbeOutcome;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.ProbeResultBatch;
import io.heliograph.v1.ProtectionChange;
import io.heliograph.v1.ProtectionNotice;
import io.heliograph.v1.RateLimitUsage;
import io.heliograph.v1.RateLimitUsageBatch;
import io.heliograph.v1.Rejection;
import io.heliograph.v1.ReleaseKind;
import io.heliograph.v1.ServiceTraffic;
import java.util.LinkedHashMap;
import java.util.Map;

/** One message of each kind with every field set, shared by the tests of all modules. */
public final class Samples {
  /** 2026-11-23T12:00:00Z in nanoseconds of the Unix epoch. */
  public static final long NOON = 1_795_435_200_000_000_000L;

  public static final Heartbeat ORDERS_BEAT =
      Heartbeat.newBuilder()
          .setNamespace("shop")
          .setService("orders")
          .setInstanceId("orders-1")
          .setHost("10.0.0.7")
          .setPort(8080)
          .setVersion("1.4.2")
          .setGroup("blue")
          .setLane("canary")
          .setLocation(Location.newBuilder().setCity("sh").setCenter("sh-1").setRoom("a"))
          .putTags("tier", "gold")
          .setTimeUnixNano(NOON)
          .setSequence(7)
          .setStartedUnixNano(NOON - 60_000_000_000L)
          .setIntervalMs(3_000)
          .setLifecycle(Lifecycle.LIFECYCLE_SERVING)
          .setLoad(
              Load.newBuilder()
                  .setCpu(0.25)
                  .setLoad1(1.5)
                  .setMemory(0.5)
                  .setInFlight(3)
                  .setCalls(1_000)
                  .setErrors(5))
          .setWeight(100)
          .setWarmupSeconds(30)
          .setLeased(true)
          .build();

  public static final ProbeResult ORDERS_PROBE =
      ProbeResult.newBuilder()
          .setNamespace("shop")
          .setService("orders")
          .setInstanceId("orders-1")
          .setProberId("registry-a")
          .setKind(ProbeKind.PROBE_KIND_HTTP)
          .setTarget("http://10.0.0.7:8080/healthz")
          .setTimeUnixNano(NOON)
          .setLatencyNanos(1_500_000)
          .setOutcome(ProbeOutcome.PROBE_OUTCOME_FAILED)
          .setDetail("503 Service Unavailable")
          .build();

  public static final ProtectionNotice ORDERS_FROZEN =
      ProtectionNotice.newBuilder()
          .setNamespace("shop")
          .setService("orders")
          .setLocation(Location.newBuilder().setCity("sh").setCenter("sh-1").setRoom("a"))
          .setNodeId("registry-a")
          .setChange(ProtectionChange.PROTECTION_CHANGE_FROZEN)
          .setSilent(9)
          .setInstances(10)
          .setHoldSeconds(300)
          .setTimeUnixNano(NOON)
          .build();

  public static final ConfigEvent TIMEOUT_REJECTED =
      ConfigEvent.newBuilder()
          .setReleaseId("r-17")
          .setNamespace("shop")
          .setApp("orders")
          .setItem("timeouts")
          .setVersion(17)
          .setKind(ConfigEventKind.CONFIG_EVENT_KIND_REJECTED)
          .setTimeUnixNano(NOON)
          .setReleaseKind(ReleaseKind.RELEASE_KIND_GRAY)
          .setTarget("room=a")
          .setPublisher("lin")
          .setInstanceId("orders-1")
          .setError("timeouts.read: expected a duration")
          .build();

  public static final MessageEvent ORDER_PLACED_FAILED =
      MessageEvent.newBuilder()
          .setMessageId("m-1")
          .setKind(MessageEventKind.MESSAGE_EVENT_KIND_FAILED)
          .setTopic("shop.order-events")
          .setKey("order-9")
          .setTag("placed")
          .setLane("canary")
          .setService("notifications")
          .setConsumerGroup("mailer")
          .setTimeUnixNano(NOON)
          .setAttempt(2)
          .setTraceId(
              ByteString.copyFrom(
                  new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}))
          .setSpanId(ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}))
          .setError("mail server said 451")
          .build();

  public static final RateLimitUsage MERCHANT_USAGE =
      RateLimitUsage.newBuilder()
          .setNamespace("shop")
          .setRule("orders-per-merchant")
          .setKey("merchant-42")
          .setWindowStartUnixNano(NOON)
          .setLimit(10)
          .setAdmitted(10)
          .setDenied(3)
          .setReporterId("frontend-1")
          .build();

  public static final DeadLetter REFUSED_SPANS =
      DeadLetter.newBuilder()
          .setSignal("spans")
          .setStage(DeadLetterStage.DEAD_LETTER_STAGE_REJECTED)
          .setTimeUnixNano(NOON)
          .setReason("trace_id must be 16 bytes, has 8")
          .setCount(2)
          .setPayload(ByteString.copyFromUtf8("sample"))
          .setSource("127.0.0.1:50000")
          .build();

  public static final HealthAdvice ORDERS_ADVICE =
      HealthAdvice.newBuilder()
          .setNamespace("shop")
          .setService("orders")
          .setInstanceId("orders-1")
          .setState(HealthState.HEALTH_STATE_SUSPECT)
          .setScore(33)
          .setReason("no heartbeat for 2 times the promised 3 s")
          .setTimeUnixNano(NOON)
          .setRevision(1_795_435_200_000_000L)
          .setBeatsItself(true)
          .build();

  public static final ServiceTraffic ORDERS_TRAFFIC =
      ServiceTraffic.newBuilder()
          .setNamespace("shop")
          .setService("orders")
          .addInstances(
              InstanceTraffic.newBuilder()
                  .setInstanceId("orders-1")
                  .setSlotUnixMillis(NOON / 1_000_000)
                  .setCalls(3)
                  .setErrors(1)
                  .setNanos(60_000_000)
                  .addBuckets(194)
                  .addBuckets(195)
                  .addCounts(2)
                  .addCounts(1))
          .build();

  public static final IngestRequest BATCH =
      IngestRequest.newBuilder()
          .setBatchId(3)
          .setIdempotencyKey("orders-1/3")
          .addHeartbeats(ORDERS_BEAT)
          .addProbeResults(ORDERS_PROBE)
          .addConfigEvents(TIMEOUT_REJECTED)
          .addMessageEvents(ORDER_PLACED_FAILED)
          .addUsages(MERCHANT_USAGE)
          .build();

  public static final IngestResponse ANSWER =
      IngestResponse.newBuilder()
          .setBatchId(3)
          .setStatus(IngestStatus.INGEST_STATUS_OK)
          .setAccepted(4)
          .setRejected(1)
          .addRejections(
              Rejection.newBuilder()
                  .setSignal("heartbeats")
                  .setIndex(1)
                  .setField("instance_id")
                  .setReason("must be 1 to 255 bytes, has 0"))
          .setRetryAfterMs(500)
          .setMessage("1 of 5 records refused")
          .build();

  private Samples() {}

  /** Every sample by the name of its golden file. */
  public static Map<String, Message> all() {
    Map<String, Message> samples = new LinkedHashMap<>();
    samples.put("heartbeat-batch", HeartbeatBatch.newBuilder().addItems(ORDERS_BEAT).build());
    samples.put(
        "probe-result-batch",
        ProbeResultBatch.newBuilder().addItems(ORDERS_PROBE).addProtections(ORDERS_FROZEN).build());
    samples.put(
        "config-event-batch", ConfigEventBatch.newBuilder().addItems(TIMEOUT_REJECTED).build());
    samples.put(
        "message-event-batch",
        MessageEventBatch.newBuilder().addItems(ORDER_PLACED_FAILED).build());
    samples.put(
        "rate-limit-usage-batch",
        RateLimitUsageBatch.newBuilder().addItems(MERCHANT_USAGE).build());
    samples.put("dead-letter", REFUSED_SPANS);
    samples.put("health-advice", ORDERS_ADVICE);
    samples.put("service-traffic", ORDERS_TRAFFIC);
    samples.put("ingest-request", BATCH);
    samples.put("ingest-response", ANSWER);
    return samples;
  }
}
