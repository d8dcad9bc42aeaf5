/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ledger;

import io.heliograph.jobs.FragmentSource;
import io.heliograph.jobs.JobEnvironment;
import io.heliograph.jobs.JobOptions;
import io.heliograph.jobs.JobSettings;
import io.heliograph.jobs.RawPipeline;
import io.heliograph.jobs.RawSink;
import io.heliograph.protocol.Topics;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Submits the ledger job. */
public final class LedgerJob {
  private static final String JOB = "ledger";

  private LedgerJob() {}

  /** Run with {@code --help} to see the options. */
  public static void main(String[] args) throws Exception {
    JobOptions options =
        new JobOptions(JOB, "what was refused into dead_letters and pipeline_ledger", args);
    JobSettings settings = JobSettings.read(options);
    if (!options.ready(System.out)) {
      return;
    }
    StreamExecutionEnvironment env = JobEnvironment.create(settings);
    RawPipeline.define(
        env,
        DeadLetterEncoder.OWN_SIGNAL,
        FragmentSource.kafka(settings, JOB, Topics.DEAD_LETTERS),
        RawSink.of(settings, "ledger", new DeadLetterEncoder()));
    env.execute("heliograph-" + JOB);
  }
}
