/* SPDX-License-Identifier: Apache-2.0 */
package org.apache.flink.metrics.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Properties;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Flink's Prometheus reporter, listening on one address. Its own factory knows only a port and
 * listens on every interface of the machine, which no server of ours may.
 *
 * <p>Options: {@code host}, the address to bind, required; {@code port}, 1 to 65535, required.
 *
 * <p>It lives in Flink's package because the reporter shows its registry to that package alone.
 */
public final class BoundPrometheusReporterFactory implements MetricReporterFactory {
  @Override
  public MetricReporter createMetricReporter(Properties properties) {
    MetricConfig config = (MetricConfig) properties;
    String host = config.getString("host", "");
    int port = config.getInteger("port", 0);
    if (host.isEmpty() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "the reporter needs host and port (1 to 65535), has '" + host + "' and " + port);
    }
    return new BoundPrometheusReporter(new InetSocketAddress(host, port));
  }

  private static final class BoundPrometheusReporter extends AbstractPrometheusReporter {
    private final io.prometheus.client.exporter.HTTPServer server;

    BoundPrometheusReporter(InetSocketAddress address) {
      try {
        server = new io.prometheus.client.exporter.HTTPServer(address, registry, true);
      } catch (IOException e) {
        throw new UncheckedIOException("metrics cannot be served on " + address, e);
      }
    }

    @Override
    public void close() {
      server.stop();
      super.close();
    }
  }
}
