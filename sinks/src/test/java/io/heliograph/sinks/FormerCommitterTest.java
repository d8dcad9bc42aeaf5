/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FormerCommitterTest {
  private final Queue<String> inserts = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private FormerCommitter committer;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          inserts.add(exchange.getRequestURI().getQuery());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    committer =
        new FormerCommitter(
            Fixtures.settings("http://127.0.0.1:" + server.getAddress().getPort()),
            new UnregisteredMetricsGroup());
  }

  @AfterEach
  void stop() {
    committer.close();
    server.stop(0);
  }

  @Test
  void commit_ofNothing_sendsNothing() throws Exception {
    committer.commit(List.of());

    assertThat(inserts).isEmpty();
  }

  @Test
  void commit_ofWhatAnOldCheckpointHolds_sendsIt() throws Exception {
    committer.commit(List.of(new FakeRequest(Fixtures.orders("a-", "tea"))));

    assertThat(inserts).hasSize(2); // rows and ledger
    assertThat(inserts.peek()).contains("insert_deduplication_token=a-0&");
  }
}
