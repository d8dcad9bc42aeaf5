/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import io.heliograph.benchmarks.Progress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A node with a whole fleet is killed (-9) while thousands of clients poll it, and started again on
 * the same ports; all clients come back within some seconds.
 */
final class StormTrial {
  /** How long the clients take to come, spread evenly. */
  static final int SPREAD_SECONDS = 10;

  private static final int LEASE_SECONDS = 60;
  private static final int GOAL_SECONDS = 20;
  private static final int LONGEST_SECONDS = 60;

  private final RegistryNode node;
  private final LoadPlan plan;
  private final int clients;
  private final Findings findings;

  StormTrial(RegistryNode node, LoadPlan plan, int clients, Findings findings) {
    this.node = node;
    this.plan = plan;
    this.clients = clients;
    this.findings = findings;
  }

  void run() throws Exception {
    Population fleet = new Population("", plan.services(), LEASE_SECONDS);
    try (HttpLoop http = new HttpLoop(node.httpPort(), plan.connections())) {
      http.closed(
          Sequence.once(fleet::put, 0, plan.instances(), Duration.ofSeconds(LEASE_SECONDS)));
    }
    Progress.say("%d clients connect", clients);
    try (Storm storm = new Storm(node.httpPort(), fleet, clients)) {
      storm.come(System.nanoTime(), seconds(5), seconds(LONGEST_SECONDS));
      if (storm.served() < clients) {
        throw new IllegalStateException(storm.served() + " of " + clients + " clients were served");
      }
      node.awaitSnapshot(plan.instances());
      Progress.say("the node is killed and started again");
      node.kill();
      storm.lose();
      long restarted = System.nanoTime();
      node.startProcess();
      storm.come(restarted, seconds(SPREAD_SECONDS), seconds(LONGEST_SECONDS));
      tell(storm, (storm.lastServedNanos() - restarted) / 1e9);
    }
  }

  private void tell(Storm storm, double seconds) throws Exception {
    String connections =
        "%,d clients of a connection each, spread over %d s from the restart after a kill -9 on";
    findings.figure(
        LeaseTrial.OURS,
        connections.formatted(clients, SPREAD_SECONDS),
        "%,d served, the last %s s after the restart; from its first attempt on a client waited p50 %s, p99 %s, max %s ms"
            .formatted(
                storm.served(),
                Findings.number(seconds, 1),
                Findings.number(storm.waitedMicros().getValueAtPercentile(50) / 1e3, 0),
                Findings.number(storm.waitedMicros().getValueAtPercentile(99) / 1e3, 0),
                Findings.number(storm.waitedMicros().getMaxValue() / 1e3, 0)));
    findings.figure(
        LeaseTrial.OURS,
        "attempts that failed and were made again",
        storm.failedAttempts().toString());
    findings.figure(
        LeaseTrial.OURS,
        "instances listed after it",
        Findings.number(node.metric("heliograph_registry_instances"), 0));
    findings.goal(
        "%,d clients reconnecting within %d s of a restart served within %d s"
            .formatted(clients, SPREAD_SECONDS, GOAL_SECONDS),
        "%,d after %s s".formatted(storm.served(), Findings.number(seconds, 1)),
        storm.served() == clients
            && storm.failedAttempts().emptyLists == 0
            && seconds <= GOAL_SECONDS);
  }

  private static long seconds(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
