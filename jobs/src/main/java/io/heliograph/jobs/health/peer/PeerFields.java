/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import io.heliograph.jobs.records.RecordInput;
import io.heliograph.jobs.records.RecordOutput;
import java.io.IOException;

/** The fields of the records that several records of the comparison hold. */
public final class PeerFields {
  private static final int LEAST_BUCKET_BYTES = 2;

  private PeerFields() {}

  /** Writes a standing, in one byte if it says nothing. */
  public static void write(Standing standing, RecordOutput out) {
    if (out.flag(!standing.equals(Standing.UNKNOWN))) {
      out.signed(standing.millis());
      out.signed(standing.errorPeers());
      out.number(standing.errorRate());
      out.number(standing.peerErrorRate());
      out.number(standing.errorLoss());
      out.signed(standing.latencyPeers());
      out.signed(standing.latencyNanos());
      out.signed(standing.peerLatencyNanos());
      out.number(standing.latencyLoss());
    }
  }

  /** Reads it. */
  public static Standing standing(RecordInput in) throws IOException {
    return in.flag()
        ? new Standing(
            in.signed(),
            (int) in.signed(),
            in.number(),
            in.number(),
            in.number(),
            (int) in.signed(),
            in.signed(),
            in.signed(),
            in.number())
        : Standing.UNKNOWN;
  }

  static void write(Traffic traffic, RecordOutput out) {
    out.unsigned(traffic.calls());
    out.unsigned(traffic.errors());
    out.unsigned(traffic.tracedCalls());
    out.unsigned(traffic.tracedErrors());
    out.unsigned(traffic.tracedNanos());
    Latencies latencies = traffic.latencies();
    out.unsigned(latencies.counts().length);
    for (int i = 0; i < latencies.counts().length; i++) {
      out.unsigned(latencies.buckets()[i]);
      out.unsigned(latencies.counts()[i]);
    }
  }

  static Traffic traffic(RecordInput in) throws IOException {
    return new Traffic(
        in.unsigned(), in.unsigned(), in.unsigned(), in.unsigned(), in.unsigned(), latencies(in));
  }

  private static Latencies latencies(RecordInput in) throws IOException {
    int count = in.size(LEAST_BUCKET_BYTES);
    if (count == 0) {
      return Latencies.NONE;
    }
    short[] buckets = new short[count];
    int[] counts = new int[count];
    for (int i = 0; i < count; i++) {
      buckets[i] = (short) in.unsigned();
      counts[i] = (int) in.unsigned();
    }
    return new Latencies(buckets, counts);
  }
}
