/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the client makes of answers, also those no sane ClickHouse gives. */
class HttpAnswersTest {
  private static final InsertRequest INSERT =
      new InsertRequest("t`able", List.of("a", "b.c"), "token:1", Body.of(new byte[] {1, 2, 3}));

  private final AtomicReference<HttpExchange> last = new AtomicReference<>();
  private final CountDownLatch silence = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    silence.countDown();
    server.stop(0);
  }

  private HttpInsertClient answering(int status, String code, String body) {
    server.createContext(
        "/",
        exchange -> {
          last.set(exchange);
          exchange.getRequestBody().readAllBytes();
          if (!code.isEmpty()) {
            exchange.getResponseHeaders().add("X-ClickHouse-Exception-Code", code);
          }
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    return client(Duration.ofSeconds(30));
  }

  private HttpInsertClient silent(Duration timeout) {
    server.createContext(
        "/",
        exchange -> {
          last.set(exchange);
          try {
            silence.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return client(timeout);
  }

  private HttpInsertClient client(Duration timeout) {
    String url = "http://localhost:" + server.getAddress().getPort();
    return new HttpInsertClient(ClickHouseConnection.of(url, "d b", "me", "secret"), timeout);
  }

  private static RefusedException refused(HttpInsertClient client) {
    return catchThrowableOfType(RefusedException.class, () -> client.insert(INSERT));
  }

  @Test
  void insert_sendsQueryTokenAndCredentials() throws Exception {
    answering(200, "", "").insert(INSERT);

    assertThat(last.get().getRequestURI().getQuery())
        .contains("database=d+b", "INSERT+INTO+`t\\`able`+(`a`,+`b.c`)+FORMAT+Native")
        .contains("insert_deduplication_token=token:1", "async_insert=0");
    assertThat(last.get().getRequestHeaders().getFirst("X-ClickHouse-User")).isEqualTo("me");
    assertThat(last.get().getRequestHeaders().getFirst("X-ClickHouse-Key")).isEqualTo("secret");
    assertThat(last.get().getRequestHeaders().getFirst("Content-Encoding")).isEqualTo("lz4");
  }

  @Test
  void insert_refusedByHeader_hasItsCode() {
    RefusedException refused = refused(answering(500, "252", "Code: 1. Too many parts"));

    assertThat(refused.code()).isEqualTo(252);
    assertThat(refused).hasMessageContaining("token:1").hasMessageContaining("Too many parts");
  }

  @Test
  void insert_refusedInTheBody_hasItsCode() {
    assertThat(refused(answering(500, "", "Code: 241. DB::Exception: memory")).code())
        .isEqualTo(241);
  }

  @Test
  void insert_refusedAfterTheStatus_isRefused() {
    assertThat(refused(answering(200, "117", "")).code()).isEqualTo(117);
  }

  @Test
  void insert_refusedByAProxy_hasItsStatusOnly() {
    RefusedException refused = refused(answering(503, "", "<html>no upstream</html>"));

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.code()).isEqualTo(RefusedException.NO_CODE);
  }

  @Test
  void insert_withoutAnswerInTime_isAnIoException() {
    HttpInsertClient client = silent(Duration.ofMillis(100));

    assertThatThrownBy(() -> client.insert(INSERT)).isInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void insert_interrupted_ends() throws Exception {
    HttpInsertClient client = silent(Duration.ofMinutes(5));
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                client.insert(INSERT);
              } catch (IOException | InterruptedException e) {
                outcome.complete(e);
              }
            });
    thread.start();
    org.awaitility.Awaitility.await().until(() -> last.get() != null);

    thread.interrupt();

    assertThat(outcome.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
  }
}
