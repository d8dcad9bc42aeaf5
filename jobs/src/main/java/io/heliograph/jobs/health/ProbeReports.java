/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.keyed.Outcome;
import io.heliograph.jobs.keyed.Stage;
import io.heliograph.protocol.Signal;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;

/** Parts what topic heliograph.probes holds. */
final class ProbeReports {
  private ProbeReports() {}

  /** Results of probes. */
  static DataStream<Probe> probes(DataStream<ProbeReport> reports) {
    return reports
        .flatMap(ProbeReports::probe)
        .returns(Probe.class)
        .uid("probes-results")
        .name("probes-results");
  }

  /** Rows of what is protected, and that they are stored. */
  static DataStream<HealthOutput> protections(DataStream<ProbeReport> reports) {
    return reports
        .flatMap(ProbeReports::rows)
        .returns(HealthOutput.class)
        .uid("probes-protections")
        .name("probes-protections");
  }

  private static void probe(ProbeReport report, Collector<Probe> out) {
    if (report.probe() != null) {
      out.collect(report.probe());
    }
  }

  private static void rows(ProbeReport report, Collector<HealthOutput> out) {
    Protection protection = report.protection();
    if (protection != null) {
      out.collect(HealthOutput.of(protection.event()));
      out.collect(
          HealthOutput.of(Outcome.of(protection.origin(), Signal.PROBES.label(), Stage.STORED, 1)));
    }
  }
}
