/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.metrics.MetricGroup;

/**
 * Stores what a checkpoint of former times left with Flink's own committer. Everything newer is
 * stored by the {@link Escrow}, so this has no client and no metrics unless there is such a thing.
 */
final class FormerCommitter implements Committer<SinkCommittable> {
  private final SinkSettings settings;
  private final MetricGroup operator;
  private ClickHouseCommitter committer;

  FormerCommitter(SinkSettings settings, MetricGroup operator) {
    this.settings = settings;
    this.operator = operator;
  }

  @Override
  public void commit(Collection<CommitRequest<SinkCommittable>> requests)
      throws IOException, InterruptedException {
    if (requests.isEmpty()) {
      return;
    }
    if (committer == null) {
      committer = ClickHouseCommitter.over(settings, operator);
    }
    committer.store(requests.stream().map(CommitRequest::getCommittable).toList());
  }

  @Override
  public void close() {
    if (committer != null) {
      committer.close();
    }
  }
}
