/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static io.heliograph.jobs.health.ABeat.START;

import io.heliograph.jobs.records.TextType;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;

/** The function that judges instances, going on from a checkpoint. */
final class RestoredHealth implements AutoCloseable {
  private KeyedTwoInputStreamOperatorTestHarness<String, Beat, Evidence, HealthOutput> harness;

  /** One that was stored with the tests. */
  RestoredHealth(String resource) throws Exception {
    Path stored = Path.of(RestoredHealth.class.getResource(resource).toURI());
    restore(OperatorSnapshotUtil.readStateHandle(stored.toString()));
  }

  private void restore(OperatorSubtaskState checkpoint) throws Exception {
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new HealthFunction(HealthLimits.defaults())),
            beat -> beat.id().key(),
            Evidence::key,
            TextType.KEY);
    harness.initializeState(checkpoint);
    harness.open();
  }

  /** Goes on from a checkpoint of its own. */
  void restart() throws Exception {
    OperatorSubtaskState checkpoint = harness.snapshot(2, 2);
    harness.close();
    restore(checkpoint);
  }

  void hear(ABeat beat) throws Exception {
    Beat built = beat.build();
    harness.processElement1(new StreamRecord<>(built, built.millis()));
  }

  void logTime(long millis) throws Exception {
    harness.processBothWatermarks(new Watermark(millis));
  }

  int instances() {
    return harness.numKeyedStateEntries();
  }

  int timers() {
    return harness.numEventTimeTimers();
  }

  /** Changes of state: when, in ms since the first beat, from and to. */
  List<String> changes(String instance) {
    return harness.extractOutputValues().stream()
        .map(HealthOutput::event)
        .filter(Objects::nonNull)
        .filter(event -> event.id().instanceId().equals(instance))
        .map(event -> (event.timeMillis() - START) + " " + event.from() + ">" + event.to().state())
        .toList();
  }

  /** States that the registry was advised of. */
  List<HealthState> advice(String instance) {
    var told = harness.getSideOutput(HealthFunction.ADVICE);
    return (told == null ? Stream.<StreamRecord<Advice>>empty() : told.stream())
        .map(StreamRecord::getValue)
        .filter(advice -> advice.id().instanceId().equals(instance))
        .map(advice -> advice.verdict().state())
        .toList();
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
