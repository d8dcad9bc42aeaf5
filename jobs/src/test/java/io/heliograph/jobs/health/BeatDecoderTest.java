/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.jobs.keyed.Decoded;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.HeartbeatBatch;
import io.heliograph.v1.Load;
import io.heliograph.v1.Location;
import io.heliograph.v1.ProbeOutcome;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.ProbeResultBatch;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BeatDecoderTest {
  private static final Origin ORIGIN = new Origin("heliograph.heartbeats", 1, 7, 1_000);

  private static Heartbeat.Builder orders() {
    return Heartbeat.newBuilder().setService("orders").setInstanceId("orders-1");
  }

  private static Decoded<Beat> decode(Heartbeat.Builder... beats) throws Exception {
    HeartbeatBatch.Builder batch = HeartbeatBatch.newBuilder();
    for (Heartbeat.Builder beat : beats) {
      batch.addItems(beat);
    }
    return new BeatDecoder().decode(batch.build().toByteArray(), ORIGIN);
  }

  @Test
  void beat_fullOfFields_isRead() throws Exception {
    Decoded<Beat> decoded =
        decode(
            orders()
                .setNamespace("shop")
                .setHost("10.0.0.7")
                .setPort(8080)
                .setVersion("1.4.2")
                .setGroup("blue")
                .setLane("gray")
                .setLocation(Location.newBuilder().setCity("sh").setCenter("sh-1").setRoom("a"))
                .putTags("tier", "gold")
                .setTimeUnixNano(20)
                .setSequence(3)
                .setStartedUnixNano(10)
                .setIntervalMs(3_000)
                .setLifecycleValue(3)
                .setLoad(
                    Load.newBuilder()
                        .setCalls(10)
                        .setErrors(2)
                        .setCpu(0.5)
                        .setLoad1(3)
                        .setMemory(Double.NaN)
                        .setInFlight(7))
                .setWeight(50)
                .setWarmupSeconds(60)
                .setLeased(true));

    assertThat(decoded.events())
        .containsExactly(
            new Beat(
                ORIGIN,
                new InstanceId("shop", "orders", "orders-1"),
                new Profile(
                    "10.0.0.7",
                    8080,
                    "1.4.2",
                    "blue",
                    "gray",
                    "sh",
                    "sh-1",
                    "a",
                    Map.of("tier", "gold"),
                    50),
                Lifecycle.DRAINING,
                20,
                10,
                3,
                3_000,
                60_000,
                10,
                2,
                new Strain(0.5, 3, 0, 7),
                true));
  }

  @Test
  void beat_withRequiredFieldsOnly_getsDefaults() throws Exception {
    Beat beat = decode(orders()).events().get(0);

    assertThat(beat.id().namespace()).isEqualTo("default");
    assertThat(beat.lifecycle()).isEqualTo(Lifecycle.SERVING);
    assertThat(beat.intervalMillis()).isEqualTo(10_000);
  }

  @Test
  void interval_isKeptWithinBounds() throws Exception {
    assertThat(decode(orders().setIntervalMs(1)).events().get(0).intervalMillis()).isEqualTo(100);
    assertThat(decode(orders().setIntervalMs(-1)).events().get(0).intervalMillis())
        .isEqualTo(3_600_000);
  }

  @Test
  void load_thatCannotBe_isCut() throws Exception {
    Beat beat =
        decode(orders().setLoad(Load.newBuilder().setCalls(-1).setErrors(-1))).events().get(0);

    assertThat(beat.calls()).isEqualTo(Integer.MAX_VALUE);
    assertThat(beat.errors()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void badBeats_areRefusedOneByOne_andTheOthersGoOn() throws Exception {
    Decoded<Beat> decoded =
        decode(
            Heartbeat.newBuilder().setService("orders"),
            orders().setPort(65_536),
            orders().setWeight(10_001),
            orders().setLifecycleValue(99),
            orders().setHost("x".repeat(65_536)),
            orders());

    assertThat(decoded.events()).hasSize(1);
    assertThat(decoded.reasons())
        .containsExactly(
            "instance_id must be 1 to 255 bytes, has 0",
            "port must be 0 to 65535, is 65536",
            "weight must be 0 to 10000, is 10001",
            "lifecycle is unknown: 99",
            "event must be at most 65536 bytes, has 65558");
  }

  @Test
  void emptyValue_isAPulse() throws Exception {
    Decoded<Beat> decoded = new BeatDecoder().decode(new byte[0], ORIGIN);

    assertThat(decoded.events()).isEmpty();
    assertThat(decoded.reasons()).isEmpty();
  }

  @Test
  void garbage_isNoBatch() {
    byte[] garbage = "no protobuf".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> new BeatDecoder().decode(garbage, ORIGIN))
        .isInstanceOf(InvalidProtocolBufferException.class);
  }

  @Test
  void probes_becomeWords() throws Exception {
    ProbeResult.Builder probe =
        ProbeResult.newBuilder()
            .setService("orders")
            .setInstanceId("orders-1")
            .setProberId("prober-1")
            .setOutcome(ProbeOutcome.PROBE_OUTCOME_FAILED)
            .setDetail("HTTP 503");
    ProbeResultBatch batch =
        ProbeResultBatch.newBuilder()
            .addItems(probe)
            .addItems(probe.clone().setOutcome(ProbeOutcome.PROBE_OUTCOME_TIMEOUT).setDetail(""))
            .addItems(probe.clone().setOutcome(ProbeOutcome.PROBE_OUTCOME_OK))
            .addItems(probe.clone().setOutcomeValue(9))
            .addItems(probe.clone().setProberId(""))
            .build();

    Decoded<ProbeReport> decoded = new ProbeReportDecoder().decode(batch.toByteArray(), ORIGIN);

    assertThat(decoded.events())
        .extracting(report -> report.probe().failure())
        .containsExactly("failed for prober-1, HTTP 503", "timed out for prober-1", "");
    assertThat(decoded.events())
        .extracting(report -> report.probe().proberId())
        .containsOnly("prober-1");
    assertThat(decoded.reasons())
        .containsExactly("outcome is unknown: 9", "prober_id must be 1 to 255 bytes, has 0");
  }
}
