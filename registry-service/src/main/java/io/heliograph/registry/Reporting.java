/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.probing.Probing;
import io.heliograph.registry.reports.ProtectionMessages;
import io.heliograph.registry.reports.ReportFeed;
import java.util.Optional;

/** What a node finds out by itself, and tells the health job: probes, protection, leases. */
final class Reporting implements AutoCloseable {
  private final ReportFeed reports;
  private final Optional<Probing> probing;

  private Reporting(ReportFeed reports, Optional<Probing> probing) {
    this.reports = reports;
    this.probing = probing;
  }

  /** Reporting to a Kafka, that has not begun. */
  static Reporting to(
      String kafka, RegistrySettings settings, Catalog catalog, RegistryMetrics metrics) {
    ReportFeed reports = new ReportFeed(kafka);
    metrics.show(reports.counts());
    catalog.tellProtection(
        change ->
            reports.give(
                ProtectionMessages.of(settings.node(), change, System.currentTimeMillis())));
    catalog.tellLife(reports.lifeSigns());
    Optional<Probing> probing = Optional.empty();
    if (settings.probes().probers() > 0) {
      probing = Optional.of(new Probing(catalog, settings.probes(), reports::give));
    }
    probing.ifPresent(metrics::show);
    return new Reporting(reports, probing);
  }

  void start() {
    reports.start();
    probing.ifPresent(Probing::start);
  }

  @Override
  public void close() {
    probing.ifPresent(Probing::close);
    reports.close();
  }
}
