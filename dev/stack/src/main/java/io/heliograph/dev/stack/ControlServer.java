/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.heliograph.dev.stack.process.Keeper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets other processes of the same user ask and command the supervisor: on the loopback address, on
 * any free port, with a token from a file that only the user can read.
 *
 * <p>{@code GET /status}, {@code GET /metrics} (no token), {@code POST /down}, {@code POST
 * /processes/<name>/kill|hold|release}.
 */
final class ControlServer implements AutoCloseable {
  static final String TOKEN_HEADER = "Heliograph-Token";
  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Supervisor supervisor;
  private final String token;
  private final Runnable down;
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          3,
          task -> {
            Thread thread = new Thread(task, "control");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param down begins to take everything down and returns at once
   */
  ControlServer(Supervisor supervisor, String token, Runnable down) throws IOException {
    this.supervisor = supervisor;
    this.token = token;
    this.down = down;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      try {
        if (call.equals("GET /metrics")) {
          answer(exchange, 200, "text/plain; version=0.0.4", Metrics.of(supervisor.status()));
        } else if (!authorized(exchange)) {
          answer(exchange, 401, "text/plain", TOKEN_HEADER + " is missing or wrong");
        } else if (call.equals("GET /status")) {
          String status = JSON.writeValueAsString(supervisor.status());
          answer(exchange, 200, "application/json", status);
        } else if (call.equals("POST /down")) {
          down.run();
          answer(exchange, 202, "text/plain", "stopping");
        } else if (call.startsWith("POST /processes/")) {
          command(call.substring("POST /processes/".length()));
          answer(exchange, 202, "text/plain", "done");
        } else {
          answer(exchange, 404, "text/plain", "there is no " + call);
        }
      } catch (NoSuchElementException e) {
        answer(exchange, 404, "text/plain", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("{} failed", call, e);
        answer(exchange, 500, "text/plain", e.toString());
      }
    }
  }

  private void command(String path) {
    String[] parts = path.split("/");
    if (parts.length != 2) {
      throw new NoSuchElementException("/processes/<name>/kill|hold|release is meant");
    }
    Keeper keeper = supervisor.keeper(parts[0]);
    switch (parts[1]) {
      case "kill" -> keeper.kill();
      case "hold" -> keeper.hold();
      case "release" -> keeper.release();
      default -> throw new NoSuchElementException("kill, hold or release, not " + parts[1]);
    }
  }

  private boolean authorized(HttpExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst(TOKEN_HEADER);
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
