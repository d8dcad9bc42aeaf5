/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.http;

import io.heliograph.gateway.intake.Intake;
import io.heliograph.gateway.intake.Receivers;
import io.heliograph.protocol.Signal;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** OTLP and Zipkin over HTTP/1.1, on a port each. */
public final class HttpReceiver {
  private static final String OTLP = "otlp";
  private static final String ZIPKIN = "zipkin";
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final int MAX_THREADS = 16;
  private static final int MIN_THREADS = 4;

  private final Server server;
  private final ServerConnector otlp;
  private final ServerConnector zipkin;

  /** A receiver that does not listen yet. */
  public HttpReceiver(
      InetSocketAddress otlpAddress,
      InetSocketAddress zipkinAddress,
      Receivers receivers,
      Clock clock,
      Duration drain) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("http");
    this.server = new Server(threads);
    this.otlp = connector(OTLP, otlpAddress);
    this.zipkin = connector(ZIPKIN, zipkinAddress);
    server.setStopTimeout(drain.toMillis());
    server.setHandler(new GracefulHandler(endpoints(receivers, clock)));
  }

  private static Endpoints endpoints(Receivers receivers, Clock clock) {
    Intake intake = receivers.intake();
    return new Endpoints(
        Map.of(
            OTLP,
            Map.of(
                "/v1/traces", new OtlpEndpoint(Signal.SPANS, intake),
                "/v1/logs", new OtlpEndpoint(Signal.LOGS, intake),
                "/v1/metrics", new OtlpEndpoint(Signal.METRICS, intake)),
            ZIPKIN,
            Map.of("/api/v2/spans", new ZipkinEndpoint(intake, clock))),
        receivers);
  }

  private ServerConnector connector(String name, InetSocketAddress address) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setName(name);
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(IDLE.toMillis());
    server.addConnector(connector);
    return connector;
  }

  /** Listens. */
  public void start() throws Exception {
    server.start();
  }

  /** The port of OTLP. */
  public int otlpPort() {
    return otlp.getLocalPort();
  }

  /** The port of Zipkin. */
  public int zipkinPort() {
    return zipkin.getLocalPort();
  }

  /** Stops accepting, lets requests under way finish, then ends. */
  public void stop() throws Exception {
    server.stop();
  }
}
