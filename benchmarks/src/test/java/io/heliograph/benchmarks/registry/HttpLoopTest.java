/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the JDK's server. */
class HttpLoopTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final Set<String> paths = ConcurrentHashMap.newKeySet();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
          paths.add(exchange.getRequestURI().getPath());
          if (exchange.getRequestURI().getPath().endsWith("7")) {
            exchange.getResponseHeaders().set("Connection", "close");
          }
          boolean bad = exchange.getRequestURI().getPath().equals("/bad");
          inFlight.decrementAndGet();
          exchange.sendResponseHeaders(bad ? 400 : 200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void closed_connectionsThatTheServerCloses_eachRequestAnsweredOnce() throws Exception {
    try (HttpLoop loop = new HttpLoop(server.getAddress().getPort(), 3)) {
      Outcome outcome = loop.closed(Sequence.once(i -> get("/" + i), 0, 100, MINUTE));

      assertThat(outcome.done()).isEqualTo(100);
      assertThat(outcome.failed()).isZero();
      assertThat(outcome.micros().getTotalCount()).isEqualTo(100);
      assertThat(paths).hasSize(100);
      assertThat(mostInFlight).hasValueLessThanOrEqualTo(3);
    }
  }

  @Test
  void closed_refusedRequest_countedAsFailed() throws Exception {
    try (HttpLoop loop = new HttpLoop(server.getAddress().getPort(), 1)) {
      Outcome outcome = loop.closed(Sequence.once(i -> get("/bad"), 0, 1, MINUTE));

      assertThat(outcome.failed()).isEqualTo(1);
      assertThat(outcome.done()).isZero();
      assertThat(outcome.failure()).startsWith("400");
    }
  }

  @Test
  void open_rate_notFasterThanIt() throws Exception {
    try (HttpLoop loop = new HttpLoop(server.getAddress().getPort(), 4)) {
      Outcome outcome = loop.open(Sequence.once(i -> get("/" + i), 0, 50, MINUTE), 200);

      assertThat(outcome.done()).isEqualTo(50);
      assertThat(outcome.seconds()).isGreaterThanOrEqualTo(49 / 200.0);
    }
  }

  private static byte[] get(String path) {
    return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").getBytes(US_ASCII);
  }
}
