/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a person types, and what comes back. */
class CommandsTest {
  @TempDir Path directory;
  private final Map<String, String> env = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StringWriter usage = new StringWriter();

  @BeforeEach
  void prepare() {
    env.put("HELIOGRAPH_HOME", directory.toString());
    env.put("HELIOGRAPH_DATA", directory.resolve("data").toString());
  }

  @Test
  void help_ofEveryCommand_isThereAndTellsExitCodes() {
    for (String command :
        new String[] {"up", "down", "status", "sql", "trace", "fleet", "submit", "process"}) {
      assertThat(run(command, "--help")).as(command).isZero();
    }
    assertThat(usage.toString()).contains("Exit codes", "--detach", "--json", "--jobmanager");
  }

  @Test
  void noCommand_isWrongUsage() {
    assertThat(run()).isEqualTo(2);
    assertThat(usage.toString()).contains("COMMAND is missing", "status");
  }

  @Test
  void unknownOption_isWrongUsage() {
    assertThat(run("status", "--yaml")).isEqualTo(2);
    assertThat(run("sql")).isEqualTo(2);
  }

  @Test
  void status_nothingRuns_isNotHealthy() throws IOException {
    assertThat(run("status")).isEqualTo(1);
    assertThat(text(out)).contains("./heliograph up");

    out.reset();
    assertThat(run("status", "--json")).isEqualTo(1);
    assertThat(new ObjectMapper().readTree(text(out)).path("healthy").asBoolean(true)).isFalse();
  }

  @Test
  void down_nothingRuns_isDone() {
    assertThat(run("down")).isZero();
    assertThat(text(out)).contains("Nothing runs");
  }

  @Test
  void wrongVariable_isNamed() {
    env.put("HELIOGRAPH_KAFKA_PORT", "70000");

    assertThat(run("status")).isEqualTo(1);
    assertThat(text(err)).contains("HELIOGRAPH_KAFKA_PORT is '70000'", "65535");
  }

  @Test
  void up_notBuilt_saysWhatIsMissing() {
    assertThat(run("submit", "trace")).isEqualTo(1);
    assertThat(text(err)).contains("jobs is not built");
  }

  @Test
  void sql_serverAnswers_printsTheAnswer() throws IOException {
    HttpServer server = clickHouse(200, "n\n1\n");
    try {
      assertThat(run("sql", "SELECT 1 AS n")).isZero();
      assertThat(text(out)).isEqualTo("n\n1\n");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void sql_serverRefuses_printsTheReasonToStandardError() throws IOException {
    HttpServer server = clickHouse(400, "Code: 62. Syntax error\n");
    try {
      assertThat(run("sql", "SELEC 1")).isEqualTo(1);
      assertThat(text(err)).contains("Syntax error");
      assertThat(text(out)).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void sql_noServer_saysWhere() {
    env.put("HELIOGRAPH_CLICKHOUSE_URL", "http://127.0.0.1:1");

    assertThat(run("sql", "SELECT 1")).isEqualTo(1);
    assertThat(text(err)).contains("no answer from http://127.0.0.1:1");
  }

  private HttpServer clickHouse(int status, String answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    env.put("HELIOGRAPH_CLICKHOUSE_URL", "http://127.0.0.1:" + server.getAddress().getPort());
    return server;
  }

  private int run(String... args) {
    Console console = new Console(stream(out), stream(err), false);
    CommandLine commandLine = Heliograph.commandLine(console, env);
    commandLine.setOut(new PrintWriter(usage, true));
    commandLine.setErr(new PrintWriter(usage, true));
    return commandLine.execute(args);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
