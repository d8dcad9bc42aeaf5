/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.heliograph.dev.shop.FaultSchedule.Symptom;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShopRulesTest {
  private static final Ink PLAIN = new Ink(false);

  @Test
  void config_valueInRange_isAppliedElseRefusedWithTheRange() {
    LiveConfig config = new LiveConfig();

    assertThat(config.apply(LiveConfig.DELAY_MS, "250")).isEmpty();
    assertThat(config.get(LiveConfig.DELAY_MS)).isEqualTo(250);
    assertThat(config.apply(LiveConfig.LIMIT_PER_USER, "-1"))
        .isEqualTo("limit_per_user must be 1.0 to 1000000.0, is -1");
    assertThat(config.apply(LiveConfig.FAILURE_RATE, "often")).contains("must be a number");
    assertThat(config.apply(LiveConfig.FAILURE_RATE, "NaN")).isNotEmpty();
    assertThat(config.apply("colour", "1")).isEqualTo("unknown item colour");
    assertThat(config.get(LiveConfig.LIMIT_PER_USER)).isEqualTo(5);
  }

  @Test
  void limiter_overTheLimit_turnsAwayUntilTheNextSecond() {
    UserLimiter limiter = new UserLimiter();

    assertThat(limiter.tryAcquire("ada", 10, 2)).isTrue();
    assertThat(limiter.tryAcquire("ada", 10, 2)).isTrue();
    assertThat(limiter.tryAcquire("ada", 10, 2)).isFalse();
    assertThat(limiter.tryAcquire("bob", 10, 2)).isTrue();
    assertThat(limiter.tryAcquire("ada", 11, 2)).isTrue();
  }

  @Test
  void load_callTurnedAway_isNoFailureOfTheInstance() {
    assertThat(LoadInterceptor.isFailure(Status.Code.RESOURCE_EXHAUSTED)).isFalse();
    assertThat(LoadInterceptor.isFailure(Status.Code.OK)).isFalse();
    assertThat(LoadInterceptor.isFailure(Status.Code.INTERNAL)).isTrue();
  }

  @Test
  void culprit_slow_isWhoGrewMostItself() {
    List<OwnWork> work =
        List.of(
            new OwnWork("frontend", 0, 100, 2e6, 0),
            new OwnWork("frontend", 1, 100, 9e6, 0),
            new OwnWork("inventory", 0, 100, 3e6, 0),
            new OwnWork("inventory", 1, 100, 300e6, 0));

    assertThat(OwnWork.culprit(work, 1, Symptom.SLOW).map(OwnWork.Finding::service))
        .hasValue("inventory");
    assertThat(OwnWork.culprit(work, 1, Symptom.FAILING)).isEmpty();
    assertThat(OwnWork.culprit(work, 2, Symptom.SLOW)).isEmpty();
  }

  @Test
  void culprit_failing_isWhereErrorsBegan() {
    List<OwnWork> work =
        List.of(
            new OwnWork("orders", 0, 100, 1e6, 1),
            new OwnWork("orders", 1, 10, 1e6, 0),
            new OwnWork("payments", 0, 100, 1e6, 1),
            new OwnWork("payments", 1, 10, 1e6, 6));

    assertThat(OwnWork.culprit(work, 1, Symptom.FAILING).map(OwnWork.Finding::service))
        .hasValue("payments");
  }

  @Test
  void tree_callAndItsServerSide_areOneLine() {
    List<String> lines =
        TraceTree.draw(
            List.of(
                node("a", "", "frontend", "Server", 0, 30, false),
                node("b", "a", "frontend", "Client", 1, 28, false),
                node("c", "b", "orders", "Server", 2, 26, true),
                node("d", "c", "orders", "Client", 20, 5, true)),
            PLAIN);

    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("frontend Any/Call ").endsWith("█".repeat(30));
    assertThat(lines.get(1)).startsWith("└ orders Any/Call ").endsWith("✗");
    assertThat(lines.get(2)).startsWith("  └ orders "); // nobody answered: the client side stays
  }

  @Test
  void tree_noSpans_isEmpty() {
    assertThat(TraceTree.draw(List.of(), PLAIN)).isEmpty();
  }

  @Test
  void table_numbersToTheRight_coloursDoNotCount() {
    Ink ink = new Ink(true);
    String table = new Table("name", "n").row("a", 7).row(ink.red("long"), 12).toString();

    assertThat(table.replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualTo(
            """
            ┌──────┬────┐
            │ name │  n │
            ├──────┼────┤
            │ a    │  7 │
            │ long │ 12 │
            └──────┴────┘
            """);
    assertThatThrownBy(() -> new Table("name").row(1, 2)).hasMessageContaining("1 cells, has 2");
  }

  @Test
  void schedule_changes_areValuesThatTheConfigTakes() {
    LiveConfig fresh = new LiveConfig();
    for (FaultSchedule.Fault fault : FaultSchedule.FAULTS) {
      assertThat(fault.to()).isBetween(fault.from(), 0.95);
      for (FaultSchedule.Change change : fault.changes()) {
        LiveConfig config = new LiveConfig();
        assertThat(config.apply(change.item(), change.bad())).isEmpty();
        assertThat(config.get(change.item())).isNotEqualTo(fresh.get(change.item()));
        assertThat(config.apply(change.item(), change.good())).isEmpty();
        assertThat(config.get(change.item())).isEqualTo(fresh.get(change.item()));
      }
    }
  }

  @Test
  void schedule_windows_overlapOnlyWhereNeitherDisturbsTheOther() {
    List<String> harmless =
        List.of("lane leak", "a GET per article", "one question after the other");
    double end = 0;
    for (FaultSchedule.Fault fault : FaultSchedule.FAULTS) {
      if (!harmless.contains(fault.name())) {
        assertThat(fault.from()).as(fault.name()).isGreaterThanOrEqualTo(end);
        end = fault.to();
      }
    }
  }

  @Test
  void schedule_shapes_areOneOfEachKindTheTraceJobKnows() {
    assertThat(FaultSchedule.FAULTS.stream().filter(fault -> fault.symptom() == Symptom.SHAPE))
        .extracting(fault -> fault.expected().toString())
        .containsExactlyInAnyOrder(
            "repeated_call by inventory at GET stock:?",
            "serial_calls by frontend at shop.v1.Frontend/Browse",
            "timeout_inversion by payments at shop.v1.Payments/Charge",
            "lane_violation by orders at shop.v1.Orders/Place",
            "error_origin by payments at bank.v1.Acquirer/Authorize",
            "retry_storm by frontend at shop.v1.Orders/Place");
  }

  @Test
  void settings_environment_roundTrips() {
    ShopSettings settings =
        new ShopSettings(
            "orders", "orders-1", "gray", 7001, "h:4317", "h:9092", Map.of("payments", "h:1,h:2"));

    assertThat(ShopSettings.of(settings.environment())).isEqualTo(settings);
    assertThat(settings.peer("payments")).isEqualTo("h:1,h:2");
    assertThatThrownBy(() -> settings.peer("shipping")).hasMessageContaining("SHOP_PEER_shipping");
    assertThatThrownBy(() -> ShopSettings.of(Map.of())).hasMessage("SHOP_SERVICE is not set");
  }

  @Test
  void command_environment_namesTheStack() {
    DemoCommand command =
        new DemoCommand(
            Map.of(
                "HELIOGRAPH_OTLP_GRPC_PORT", "5317",
                "HELIOGRAPH_CLICKHOUSE_URL", "http://db:8123",
                "HELIOGRAPH_DATA", "/data"));
    new picocli.CommandLine(command).parseArgs("--seconds", "30");

    DemoOptions options = command.options();

    assertThat(options.gateway()).isEqualTo("127.0.0.1:5317");
    assertThat(options.kafka()).isEqualTo("127.0.0.1:9092");
    assertThat(options.clickHouse()).isEqualTo(URI.create("http://db:8123"));
    assertThat(options.logs()).isEqualTo(Path.of("/data/logs"));
    assertThat(options.seconds()).isEqualTo(30);
  }

  private static TraceTree.Node node(
      String id, String parent, String service, String kind, long at, long millis, boolean error) {
    return new TraceTree.Node(
        id, parent, service, "shop.v1.Any/Call", kind, at * 1_000_000, millis * 1_000_000, error);
  }
}
