/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import org.apache.flink.api.connector.sink2.Committer.CommitRequest;

/** A commit request that only carries. */
record FakeRequest(SinkCommittable committable) implements CommitRequest<SinkCommittable> {
  @Override
  public SinkCommittable getCommittable() {
    return committable;
  }

  @Override
  public int getNumberOfRetries() {
    return 0;
  }

  @Override
  public void signalFailedWithKnownReason(Throwable t) {
    throw new AssertionError(t);
  }

  @Override
  public void signalFailedWithUnknownReason(Throwable t) {
    throw new AssertionError(t);
  }

  @Override
  public void retryLater() {
    throw new AssertionError("the committer retries by itself");
  }

  @Override
  public void updateAndRetryLater(SinkCommittable committable) {
    throw new AssertionError("the committer retries by itself");
  }

  @Override
  public void signalAlreadyCommitted() {
    throw new AssertionError("ClickHouse does not tell");
  }
}
