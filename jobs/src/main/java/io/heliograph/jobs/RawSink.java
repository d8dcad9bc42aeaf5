/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import io.heliograph.sinks.ClickHouseSink;
import io.heliograph.sinks.RowEncoder;

/** The sink of a job whose rows are its items: the sink counts them as stored. */
public final class RawSink {
  private RawSink() {}

  /** A sink with an id of its own, unique among all jobs. */
  public static ClickHouseSink<Fragment> of(
      JobSettings settings, String id, RowEncoder<Fragment> encoder) {
    return ClickHouseSink.<Fragment>builder()
        .id(id)
        .encoder(encoder)
        .connection(settings.connection())
        .maxRows(settings.sinkMaxRows())
        .maxBytes(settings.sinkMaxBytes())
        .countStored(true)
        .build();
  }
}
