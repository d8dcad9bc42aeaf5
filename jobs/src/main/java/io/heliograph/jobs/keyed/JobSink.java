/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import io.heliograph.jobs.JobSettings;
import io.heliograph.sinks.ClickHouseSink;
import io.heliograph.sinks.RowEncoder;

/** The sink of a keyed job: its ledger is counted by the job, not by rows. */
public final class JobSink {
  private JobSink() {}

  /** A sink with an id of its own, unique among all jobs. */
  public static <T> ClickHouseSink<T> of(JobSettings settings, String id, RowEncoder<T> encoder) {
    return ClickHouseSink.<T>builder()
        .id(id)
        .encoder(encoder)
        .connection(settings.connection())
        .maxRows(settings.sinkMaxRows())
        .maxBytes(settings.sinkMaxBytes())
        .countStored(false)
        .build();
  }
}
