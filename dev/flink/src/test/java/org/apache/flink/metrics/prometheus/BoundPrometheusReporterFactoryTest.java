/* SPDX-License-Identifier: Apache-2.0 */
package org.apache.flink.metrics.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.junit.jupiter.api.Test;

final class BoundPrometheusReporterFactoryTest {
  @Test
  void reporter_boundToOneAddress_answersThereAndNowhereElse() throws Exception {
    int port = freePort();
    MetricReporter reporter = create("127.0.0.1", port);
    try (var page = URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
      assertThat(new String(page.readAllBytes(), StandardCharsets.UTF_8)).isNotNull();
      try (Socket socket = new Socket()) {
        InetSocketAddress other = new InetSocketAddress("127.0.0.2", port);
        assertThatThrownBy(() -> socket.connect(other, 1_000)).isInstanceOf(IOException.class);
      }
    } finally {
      reporter.close();
    }
  }

  @Test
  void create_withoutHostOrPort_saysWhatItNeeds() {
    assertThatThrownBy(() -> create("", 8_082))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host");
    assertThatThrownBy(() -> create("127.0.0.1", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("port");
  }

  @Test
  void flink_looksForFactories_findsThisOne() {
    assertThat(ServiceLoader.load(MetricReporterFactory.class))
        .hasAtLeastOneElementOfType(BoundPrometheusReporterFactory.class);
  }

  private static MetricReporter create(String host, int port) {
    MetricConfig config = new MetricConfig();
    config.setProperty("host", host);
    config.setProperty("port", Integer.toString(port));
    return new BoundPrometheusReporterFactory().createMetricReporter(config);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
