/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static io.heliograph.jobs.health.ABeat.ORDERS_1;
import static io.heliograph.jobs.health.ABeat.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.health.peer.PeerStanding;
import io.heliograph.jobs.health.peer.Standing;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.jobs.keyed.Outcome;
import io.heliograph.jobs.keyed.Stage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** What travels and what is kept comes back as it was. */
class HealthSerializersTest {
  private static final Origin ORIGIN = new Origin("heliograph.probes", 3, 1L << 40, START);
  private static final Standing SLOW =
      new Standing(START, 8, 0.01, 0.02, 0, 9, 3_000_000_000L, 1_000_000_000, 0.67);
  private static final Verdict SUSPECT = new Verdict(HealthState.SUSPECT, 33, "its calls take 3 s");
  private static final Verdict UP = new Verdict(HealthState.UP, 100, "healthy");
  private static final Profile PROFILE = ABeat.first().build().profile();
  private static final Profile OTHER =
      new Profile("", 0, "", "", "", "上海", "", "", Map.of(), 10_000);

  /** All that can be known is. */
  private static final InstanceState FULL =
      new InstanceState(
          ORDERS_1,
          PROFILE,
          Lifecycle.DRAINING,
          new Incarnation(START * 1_000_000, 1L << 33, List.of(-1L, 7L), START, START - 1, false),
          START + 5,
          10_000,
          1_234.5,
          0.25,
          "1 of 2 probers fail, last: refused",
          SUSPECT,
          new InstanceRow(ORDERS_1, OTHER, UP, START, START + 1, START * 1_000),
          new Observed(
              List.of(new ProberView("a", START, ""), new ProberView("b", START + 1, "refused")),
              SLOW,
              new Strain(0.5, 3.25, 0.75, 17)),
          new Steadiness(true, 3, 1_500.5, START, 2, START - 7, true),
          new Advised(HealthState.WARMING, 50, START, START * 1_000 + 1),
          0);

  private static <T> T again(T record, TypeInformation<T> type) throws IOException {
    TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(record, out);
    return serializer.duplicate().deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
  }

  private static <T> void comesBack(T record, Class<T> type) throws IOException {
    assertThat(again(record, TypeInformation.of(type))).isEqualTo(record);
  }

  @Test
  void beat_comesBack() throws IOException {
    comesBack(ABeat.first().build(), Beat.class);
    comesBack(
        ABeat.number(1L << 33)
            .started(-1)
            .sent(START * 1_000_000)
            .load(Integer.MAX_VALUE, 7)
            .strain(0.5, 3.25, 17)
            .lifecycle(Lifecycle.DISABLED)
            .version("ü")
            .warmup(86_400_000)
            .build(),
        Beat.class);
    comesBack(ABeat.first().leased(START).left().build(), Beat.class);
  }

  @Test
  void evidence_comesBack() throws IOException {
    comesBack(Evidence.of(new Probe(ORIGIN, ORDERS_1, "refused", "prober-1")), Evidence.class);
    comesBack(Evidence.of(new PeerStanding("default", "orders", "orders-1", SLOW)), Evidence.class);
  }

  @Test
  void output_comesBack() throws IOException {
    comesBack(HealthOutput.of(FULL.written()), HealthOutput.class);
    comesBack(HealthOutput.of(new HealthEvent(ORDERS_1, START, "UP", SUSPECT)), HealthOutput.class);
    comesBack(
        HealthOutput.of(Outcome.of(ORIGIN, "probes", Stage.STORED, 1L << 40)), HealthOutput.class);
    comesBack(
        HealthOutput.of(Outcome.dead(ORIGIN, "probes", 1, "bad", new byte[] {0, -1, 7})),
        HealthOutput.class);
  }

  @Test
  void output_ofProtection_comesBack() throws IOException {
    comesBack(
        HealthOutput.of(
            new ProtectionEvent(START, "default", "orders", "", "FROZEN", 10, "90 % are silent")),
        HealthOutput.class);
  }

  @Test
  void state_full_comesBack() throws IOException {
    assertThat(again(FULL, InstanceStateSerializer.TYPE)).isEqualTo(FULL);
  }

  @Test
  void state_afterItsFirstBeat_comesBack() throws IOException {
    HealthRules rules = new HealthRules(HealthLimits.defaults());
    InstanceState young = rules.onBeat(null, ABeat.first().build(), START).state();

    InstanceState again = again(young, InstanceStateSerializer.TYPE);

    assertThat(again).isEqualTo(young);
    assertThat(again.written().profile()).isSameAs(again.profile());
    assertThat(again.written().verdict()).isSameAs(again.verdict());
  }

  @Test
  void state_thatWakes_comesBack() throws IOException {
    InstanceState waking = FULL.waking(START + 20_000);

    assertThat(again(waking, InstanceStateSerializer.TYPE)).isEqualTo(waking).isNotEqualTo(FULL);
  }

  @Test
  void state_ofALease_comesBack() throws IOException {
    HealthRules rules = new HealthRules(HealthLimits.defaults());
    InstanceState leased = rules.onBeat(null, ABeat.first().leased(START).build(), START).state();

    assertThat(leased.incarnation().leased()).isTrue();
    assertThat(again(leased, InstanceStateSerializer.TYPE)).isEqualTo(leased);
  }

  /** The bytes of version 1, which checkpoints hold: these may never be read otherwise. */
  @Test
  void state_ofVersion1_isReadForEver() throws IOException, URISyntaxException {
    assertThat(golden("/state/instance-1.hex")).isEqualTo(FULL);
  }

  /** The version that knows leases, but not when the instance's timer rings. */
  @Test
  void state_ofVersion3_isReadForEver() throws IOException, URISyntaxException {
    InstanceState known = golden("/state/instance-3.hex");

    assertThat(known.incarnation().leased()).isTrue();
    assertThat(known.wakesAtMillis()).isZero();
    assertThat(known)
        .usingRecursiveComparison()
        .ignoringFields("incarnation.leased")
        .isEqualTo(FULL);
  }

  @Test
  void state_ofVersion4_isReadForEver() throws IOException, URISyntaxException {
    assertThat(golden("/state/instance-4.hex")).isEqualTo(FULL.waking(START + 20_000));
  }

  private static InstanceState golden(String name) throws IOException, URISyntaxException {
    Path golden = Path.of(HealthSerializersTest.class.getResource(name).toURI());
    byte[] bytes = HexFormat.of().parseHex(Files.readString(golden).strip());
    return new InstanceStateSerializer().deserialize(new DataInputDeserializer(bytes));
  }
}
