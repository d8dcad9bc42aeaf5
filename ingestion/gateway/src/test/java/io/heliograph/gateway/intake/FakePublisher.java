/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

import io.heliograph.protocol.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A log in memory: acknowledges at once, or when told to, or fails, or is away. */
public final class FakePublisher implements Publisher {
  private final List<Outgoing> records = new ArrayList<>();
  private final List<Consumer<Exception>> held = new ArrayList<>();
  private final int partitions;
  private boolean holding;
  private boolean away;
  private Exception failure;

  public FakePublisher(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public synchronized int partitions(String topic) {
    return away ? 0 : partitions;
  }

  @Override
  public String trouble(String topic) {
    return "the fake is away";
  }

  @Override
  public void send(Outgoing record, Consumer<Exception> acknowledged) {
    Exception result;
    synchronized (this) {
      boolean letter = record.topic().equals(Topics.DEAD_LETTERS);
      if (holding && !letter) {
        records.add(record);
        held.add(acknowledged);
        return;
      }
      result = failure;
      if (result == null) {
        records.add(record);
      }
    }
    acknowledged.accept(result);
  }

  public synchronized void hold() {
    holding = true;
  }

  /** Acknowledges everything held, and everything to come at once. */
  public void release() {
    List<Consumer<Exception>> now;
    synchronized (this) {
      holding = false;
      now = List.copyOf(held);
      held.clear();
    }
    now.forEach(acknowledged -> acknowledged.accept(null));
  }

  public synchronized void away(boolean isAway) {
    away = isAway;
  }

  public synchronized void failWith(Exception problem) {
    failure = problem;
  }

  public synchronized int heldCount() {
    return held.size();
  }

  /** What a topic holds, in the order it was sent. */
  public synchronized List<Outgoing> records(String topic) {
    return records.stream().filter(record -> record.topic().equals(topic)).toList();
  }

  public synchronized void clear() {
    records.clear();
  }
}
