/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.sql.MigrationSettings;
import io.heliograph.sql.Migrator;
import io.heliograph.sql.SqlClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code ./heliograph fleet} on the real view, and on a registry that answers by the contract. */
class FleetCommandTest {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private static final String SERVICES = "/v1/namespaces/default/services";

  @TempDir Path directory;
  private final Map<String, String> env = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StringWriter usage = new StringWriter();
  private HttpServer registry;

  @BeforeAll
  static void load() {
    SqlClient client = SqlClient.to(CLICKHOUSE.url(), CLICKHOUSE.database(), "default", "");
    new Migrator(client, MigrationSettings.singleServer(CLICKHOUSE.database()), line -> {})
        .migrate();
    CLICKHOUSE.query(
        "INSERT INTO instances_versions (namespace, service, instance_id, host, port, version,"
            + " room, state, score, weight, last_seen, reason, revision) VALUES ('default',"
            + " 'orders', 'orders-1', 'h', 1, '1', 'a', 'SUSPECT', 40, 100, now64(3), 'slower than"
            + " its peers', 1), ('default', 'orders', 'orders-2', 'h', 2, '1', 'a', 'DOWN', 0, 100,"
            + " now64(3) - 600, 'no beat for 20 s', 1), ('default', 'orders', 'orders-3', 'h', 3,"
            + " '1', 'a', 'DOWN', 0, 100, now64(3) - 7300, 'gone for long', 1), ('other', 'orders',"
            + " 'orders-9', 'h', 9, '1', 'a', 'UP', 100, 100, now64(3), '', 1)");
  }

  @BeforeEach
  void prepare() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext("/", exchange -> answer(exchange, 400, "{\"detail\":\"bad name\"}"));
    registry.createContext(
        SERVICES,
        exchange ->
            answer(exchange, 200, "{\"services\":[{\"service\":\"orders\",\"instances\":1}]}"));
    registry.createContext(
        SERVICES + "/orders/instances",
        exchange ->
            answer(
                exchange,
                200,
                "{\"revision\":1,\"instances\":[{\"id\":\"orders-1\",\"host\":\"h\",\"port\":1,"
                    + "\"version\":\"1\",\"location\":{\"city\":\"\",\"center\":\"\","
                    + "\"room\":\"a\"},\"weight\":100,\"state\":\"UP\",\"score\":100,"
                    + "\"effectiveWeight\":37}]}"));
    registry.createContext(
        SERVICES + "/none/instances",
        exchange -> answer(exchange, 200, "{\"revision\":0,\"instances\":[]}"));
    registry.start();
    env.put("HELIOGRAPH_HOME", directory.toString());
    env.put("HELIOGRAPH_DATA", directory.toString());
    env.put("HELIOGRAPH_CLICKHOUSE_URL", CLICKHOUSE.url());
    env.put("HELIOGRAPH_CLICKHOUSE_DATABASE", CLICKHOUSE.database());
    env.put("HELIOGRAPH_REGISTRY_HTTP_PORT", Integer.toString(registry.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    registry.stop(0);
  }

  @Test
  void services_both() {
    assertThat(run()).isZero();
    assertThat(lines(out))
        .containsExactly(
            "SERVICE INSTANCES STATES PLACES VERSIONS NOT SERVED", "orders 1 SUSPECT 1 a 1 1 1 1");
    assertThat(err.size()).isZero();
  }

  @Test
  void instances_both() {
    assertThat(run("orders")).isZero();
    assertThat(lines(out))
        .hasSize(3)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("orders-1 h:1 1 a SUSPECT 40 100 37 ")
                    .endsWith(" s ago slower than its peers"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("orders-2 h:2 1 a DOWN 0 100 - 10 min ago")
                    .endsWith("not served; no beat for 20 s"));

    assertThat(run("orders", "--hours", "3")).isZero();
    assertThat(out.toString(UTF_8)).contains("orders-3");
  }

  @Test
  void registryGone_theHealthJobsWordIsShown() {
    registry.stop(0);

    assertThat(run("orders")).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("orders-1", "orders-2").doesNotContain("not served");
    assertThat(err.toString(UTF_8))
        .contains("what is served is not known: no answer from the registry at http://127.0.0.1:");
  }

  @Test
  void clickHouseGone_whatIsServedIsShown() {
    env.put("HELIOGRAPH_CLICKHOUSE_URL", "http://127.0.0.1:1");

    assertThat(run("orders")).isEqualTo(1);
    assertThat(lines(out)).last().isEqualTo("orders-1 h:1 1 a UP 100 100 37 - -");
    assertThat(err.toString(UTF_8))
        .contains("what the health job thinks is not known: no answer from http://127.0.0.1:1");
  }

  @Test
  void bothGone_nothingIsShown() {
    registry.stop(0);
    env.put("HELIOGRAPH_CLICKHOUSE_URL", "http://127.0.0.1:1");

    assertThat(run()).isEqualTo(1);
    assertThat(out.size()).isZero();
    assertThat(lines(err)).hasSize(2);
  }

  @Test
  void unknownServiceOrNamespace_saysSo() {
    assertThat(run("none")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("namespace default has no instance of none");

    assertThat(run("--namespace", "a b")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("the registry answers bad name");
  }

  @Test
  void wrongUsage_isTold() {
    assertThat(run("orders", "--hours", "0")).isEqualTo(2);
    assertThat(usage.toString()).contains("--hours is 0: give 1 to 8760");
    assertThat(run("orders", "stock")).isEqualTo(2);
  }

  private int run(String... args) {
    CommandLine commandLine =
        Heliograph.commandLine(new Console(stream(out), stream(err), false), env);
    commandLine.setOut(new PrintWriter(usage, true));
    commandLine.setErr(new PrintWriter(usage, true));
    String[] all = new String[args.length + 1];
    all[0] = "fleet";
    System.arraycopy(args, 0, all, 1, args.length);
    return commandLine.execute(all);
  }

  private static List<String> lines(ByteArrayOutputStream bytes) {
    return bytes.toString(UTF_8).lines().map(line -> line.replaceAll(" +", " ")).toList();
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, UTF_8);
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
