/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import io.heliograph.registry.advice.AdviceFeed;
import io.heliograph.registry.agent.Follower;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogCounts;
import io.heliograph.registry.configlog.ConfigCounts;
import io.heliograph.registry.configlog.Documents;
import io.heliograph.registry.peers.Peers;
import io.heliograph.registry.probing.Probing;
import io.heliograph.registry.reports.ReportCounts;
import io.heliograph.registry.reports.ReportOutcomes;
import io.heliograph.registry.rpc.RegistryRpc;
import io.heliograph.registry.xds.XdsCounts;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

/** The metrics of one registry process: its own counters and those of the JVM. Thread-safe. */
final class RegistryMetrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter format = PrometheusTextFormatWriter.create();

  /** HTTP answers, by route and status. Every request is counted once. */
  private final Counter httpRequests =
      Counter.builder()
          .name("heliograph_registry_http_requests_total")
          .help("HTTP requests answered, by route and status.")
          .labelNames("route", "status")
          .register(registry);

  /** gRPC calls that ended, by method and status. Every call is counted once. */
  private final Counter grpcCalls =
      Counter.builder()
          .name("heliograph_registry_grpc_calls_total")
          .help("gRPC calls that ended, by method and status code.")
          .labelNames("method", "code")
          .register(registry);

  private final Histogram pushes =
      Histogram.builder()
          .name("heliograph_registry_push_seconds")
          .help(
              "From a change's being taken in by this node to its being handed to who waits for"
                  + " it.")
          .labelNames("transport")
          .classicOnly()
          .classicUpperBounds(
              0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
          .register(registry);

  RegistryMetrics() {
    JvmMetrics.builder().register(registry);
  }

  /** Shows what a catalog holds, and what became of its leases. */
  void show(Catalog catalog) {
    gauge("heliograph_registry_instances", "Instances that are listed.", catalog::instances);
    gauge("heliograph_registry_instance_bytes", "Memory of the instances, about.", catalog::bytes);
    gauge("heliograph_registry_awaits", "Clients that wait for news.", catalog::awaits);
    gauge(
        "heliograph_registry_protected",
        "Instances whose lease has run out and that are listed all the same: too many did at once.",
        catalog::withheld);
    gauge(
        "heliograph_registry_freezes",
        "Services and rooms of which none is taken out, since too many are silent.",
        catalog::freezes);
    gauge("heliograph_registry_advised", "Instances with advice.", catalog::advised);
    CounterWithCallback.builder()
        .name("heliograph_registry_advice_ignored_total")
        .help("Advice that was older than what is known, or on too many instances.")
        .callback(callback -> callback.call(catalog.adviceIgnored()))
        .register(registry);
    CatalogCounts counts = catalog.counts();
    CounterWithCallback.builder()
        .name("heliograph_registry_leases_total")
        .help("Leases, by what became of them; listed = registered - deregistered - expired.")
        .labelNames("event")
        .callback(
            callback -> {
              callback.call(counts.registered(), "registered");
              callback.call(counts.updated(), "updated");
              callback.call(counts.renewed(), "renewed");
              callback.call(counts.deregistered(), "deregistered");
              callback.call(counts.expired(), "expired");
              callback.call(counts.merged(), "merged");
              callback.call(counts.contradicted(), "contradicted");
              callback.call(counts.takenOver(), "taken_over");
            })
        .register(registry);
  }

  /** Shows what the health job's advice came to. */
  void show(AdviceFeed feed) {
    CounterWithCallback.builder()
        .name("heliograph_registry_advice_total")
        .help("Records of the health job's advice: read, and of these undecodable.")
        .labelNames("outcome")
        .callback(
            callback -> {
              callback.call(feed.taken(), "read");
              callback.call(feed.undecodable(), "undecodable");
            })
        .register(registry);
  }

  /** Shows what was probed, and whether that keeps up. */
  void show(Probing probing) {
    gauge("heliograph_registry_probe_targets", "Instances that are probed.", probing::targets);
    gauge(
        "heliograph_registry_probes_in_flight",
        "Probes that have begun and not ended.",
        probing.counts()::inFlight);
    number(
        "heliograph_registry_probe_interval_seconds",
        "How long it takes to probe each once: longer than set if there are too many for the rate.",
        probing::turnSeconds);
    number(
        "heliograph_registry_probe_lag_seconds",
        "How late the probe that is due next is.",
        probing::lagSeconds);
    CounterWithCallback.builder()
        .name("heliograph_registry_probes_total")
        .help("Probes that ended, by type and outcome; skipped says nothing of the instance.")
        .labelNames("type", "outcome")
        .callback(
            callback ->
                probing.counts().each((type, outcome, n) -> callback.call(n, type, outcome)))
        .register(registry);
    count(
        "heliograph_registry_probes_left_out_total",
        "Probes that were not made since they were late by a whole interval.",
        probing::leftOut);
  }

  /** Shows what became of what the health job is told. */
  void show(ReportCounts counts) {
    CounterWithCallback.builder()
        .name("heliograph_registry_reports_total")
        .help(
            "Results of probes, beats of leases, and notices of protection, by what became of"
                + " them.")
        .labelNames("kind", "outcome")
        .callback(
            callback -> {
              outcomes(callback, "result", counts.results());
              outcomes(callback, "beat", counts.beats());
              callback.call(counts.told(), "notice", "delivered");
              callback.call(counts.forgotten(), "notice", "crowded_out");
            })
        .register(registry);
  }

  private static void outcomes(
      CounterWithCallback.Callback callback, String kind, ReportOutcomes outcomes) {
    callback.call(outcomes.delivered(), kind, "delivered");
    callback.call(outcomes.crowdedOut(), kind, "crowded_out");
    callback.call(outcomes.undelivered(), kind, "undelivered");
  }

  /** Shows how this node and the others stand. */
  void show(Peers peers) {
    gauge("heliograph_registry_peers", "Other nodes that are configured.", peers::nodes);
    gauge("heliograph_registry_peers_reached", "Other nodes that answer.", peers::reached);
    gauge("heliograph_registry_peers_equal", "Other nodes that held the same.", peers::equal);
    CounterWithCallback.builder()
        .name("heliograph_registry_entries_total")
        .help("Entries to or from other nodes: pushed, repaired, or too many to push.")
        .labelNames("way")
        .callback(
            callback -> {
              callback.call(peers.pushed(), "pushed");
              callback.call(peers.repaired(), "repaired");
              callback.call(peers.dropped(), "dropped");
            })
        .register(registry);
    CounterWithCallback.builder()
        .name("heliograph_registry_pushes_total")
        .help("Messages with entries that were pushed to other nodes.")
        .callback(callback -> callback.call(peers.pushes()))
        .register(registry);
  }

  /** Shows the documents of the log, and what became of its records. */
  void show(Documents documents, ConfigCounts records) {
    gauge("heliograph_registry_documents", "Documents of the log.", documents::count);
    gauge("heliograph_registry_document_bytes", "Memory of the documents.", documents::bytes);
    CounterWithCallback.builder()
        .name("heliograph_registry_log_records_total")
        .help("Records of the log of documents that were read, by what became of them.")
        .labelNames("outcome")
        .callback(
            callback -> {
              callback.call(records.applied(), "applied");
              callback.call(records.superseded(), "superseded");
              callback.call(records.erased(), "erased");
              callback.call(records.undecodable(), "undecodable");
            })
        .register(registry);
  }

  /** Shows what is being sent over HTTP. */
  void show(ListBodies bodies) {
    gauge(
        "heliograph_registry_list_bytes",
        "Lists that are being sent over HTTP; equal ones count once.",
        bodies::bytes);
  }

  /** Shows what an agent follows. */
  void show(Follower follower) {
    gauge("heliograph_registry_agent_services", "Services it follows.", follower::services);
    gauge(
        "heliograph_registry_agent_stale_services",
        "Services that no node tells it of now: they are served as they were.",
        follower::staleServices);
    count(
        "heliograph_registry_agent_refused_total",
        "Services it was asked for and does not follow, since it follows too many.",
        follower::refused);
    count(
        "heliograph_registry_agent_left_out_total",
        "Instances and rules it was told of and had no room for, or could not read.",
        follower::leftOut);
  }

  /** Shows who watches over gRPC. */
  void show(RegistryRpc rpc) {
    gauge("heliograph_registry_watches", "gRPC streams that watch a service.", rpc::watches);
    gauge(
        "heliograph_registry_watch_bytes",
        "Large answers that gRPC clients have not taken.",
        rpc::watchBytes);
    count(
        "heliograph_registry_watches_given_up_total",
        "gRPC streams ended since their clients did not read.",
        rpc::watchesGivenUp);
  }

  /** Shows what xDS clients are sent. */
  void show(XdsCounts counts) {
    gauge("heliograph_registry_xds_streams", "xDS clients that are connected.", counts::streams);
    gauge(
        "heliograph_registry_xds_subscriptions",
        "Resources that xDS clients ask for; a service is four.",
        counts::subscriptions);
    gauge(
        "heliograph_registry_xds_services", "Services that xDS clients ask for.", counts::services);
    gauge(
        "heliograph_registry_xds_endpoint_bytes",
        "Memory of lists of endpoints.",
        counts::endpointBytes);
    gauge(
        "heliograph_registry_xds_answer_bytes",
        "Memory of large xDS answers that clients have yet to acknowledge.",
        counts::answerBytes);
    count(
        "heliograph_registry_xds_given_up_total",
        "xDS streams ended since their clients did not read.",
        counts::givenUp);
    byType("heliograph_registry_xds_responses_total", "xDS answers.", counts::eachResponses);
    byType(
        "heliograph_registry_xds_nacks_total",
        "xDS answers that clients rejected.",
        counts::eachNacks);
    count(
        "heliograph_registry_xds_refused_total",
        "xDS streams refused or ended since they asked for too much.",
        counts::refused);
    count(
        "heliograph_registry_xds_failed_total",
        "xDS work that failed, and answers to clients that had gone.",
        counts::failed);
    count(
        "heliograph_registry_xds_polled_total",
        "Looks at a service each second, since too many wait for news.",
        counts::polled);
    count(
        "heliograph_registry_xds_left_out_total",
        "Instances left out of a list of endpoints, since their host is no IP address.",
        counts::leftOut);
  }

  private void byType(String name, String help, Consumer<ObjLongConsumer<String>> values) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("type")
        .callback(callback -> values.accept((type, count) -> callback.call(count, type)))
        .register(registry);
  }

  private void count(String name, String help, LongSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsLong()))
        .register(registry);
  }

  private void gauge(String name, String help, LongSupplier value) {
    number(name, help, value::getAsLong);
  }

  private void number(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /**
   * Takes note of changes that are told.
   *
   * @param transport {@code grpc}, {@code http} or {@code xds}
   * @return is to be given when the change was taken in, by {@link System#nanoTime}
   */
  LongConsumer pushes(String transport) {
    DistributionDataPoint latencies = pushes.labelValues(transport);
    return changedNanos -> latencies.observe((System.nanoTime() - changedNanos) / 1e9);
  }

  void httpAnswered(String route, int status) {
    httpRequests.labelValues(route, Integer.toString(status)).inc();
  }

  void grpcEnded(String method, String code) {
    grpcCalls.labelValues(method, code).inc();
  }

  static String contentType() {
    return PrometheusTextFormatWriter.CONTENT_TYPE;
  }

  byte[] scrape() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(16 * 1024);
    try {
      format.write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does not fail
    }
    return out.toByteArray();
  }
}
