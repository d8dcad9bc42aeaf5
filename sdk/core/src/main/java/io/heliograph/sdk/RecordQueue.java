/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import com.google.protobuf.MessageLite;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bounded queue between callers and the send loop, and the loop's bell.
 *
 * <p>Callers hold the lock for a few instructions only and never wait on the condition. The loop
 * waits on it, and is woken by the first record of an idle queue, by a full batch, by close, and by
 * {@link #ring} when something arrived from the network.
 */
final class RecordQueue {
  private final int maxRecords;
  private final long maxBytes;
  private final ReporterCounters counters;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final ArrayDeque<QueuedRecord> records = new ArrayDeque<>();
  private long bytes;
  private long oldestNanos;
  private boolean rung;
  private boolean closed;
  private long closeDeadlineNanos;
  private int wakeAt = 1;
  private long largest = Long.MAX_VALUE;

  RecordQueue(int maxRecords, long maxBytes, ReporterCounters counters) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
    this.counters = counters;
  }

  /** Tells how large one record may be, and at how many waiting records the loop wants waking. */
  void batches(int records, long largestRecordBytes) {
    lock.lock();
    try {
      wakeAt = records;
      largest = largestRecordBytes;
    } finally {
      lock.unlock();
    }
  }

  boolean offer(QueuedRecord.Kind kind, MessageLite message) {
    if (message == null) {
      return false;
    }
    QueuedRecord record = QueuedRecord.of(kind, message);
    lock.lock();
    try {
      if (closed) {
        counters.reportedAfterClose();
        return false;
      }
      if (record.bytes() > largest) {
        counters.reportedTooLarge();
        return false;
      }
      if (records.size() >= maxRecords || bytes + record.bytes() > maxBytes) {
        counters.reportedQueueFull();
        return false;
      }
      counters.reported();
      if (records.isEmpty()) {
        oldestNanos = System.nanoTime();
      }
      records.add(record);
      bytes += record.bytes();
      if (records.size() == 1 || records.size() == wakeAt) {
        work.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the oldest records, as many as fit; empty if there are none. */
  List<QueuedRecord> take(int maxBatchRecords, long maxBatchBytes) {
    List<QueuedRecord> batch = new ArrayList<>();
    long taken = 0;
    lock.lock();
    try {
      while (!records.isEmpty()
          && batch.size() < maxBatchRecords
          && (batch.isEmpty() || taken + records.peek().bytes() <= maxBatchBytes)) {
        QueuedRecord next = records.remove();
        taken += next.bytes();
        batch.add(next);
      }
      bytes -= taken;
      // The rest waited long enough with them: it makes up the next batch without lingering anew.
    } finally {
      lock.unlock();
    }
    return batch;
  }

  /** When the waiting records are due: at once if a batch is full or the queue is closed. */
  long dueNanos(long lingerNanos, int fullAt, long now) {
    lock.lock();
    try {
      if (records.isEmpty()) {
        return Long.MAX_VALUE;
      }
      return closed || records.size() >= fullAt ? now : oldestNanos + lingerNanos;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return records.size();
    } finally {
      lock.unlock();
    }
  }

  /** Wakes the loop. */
  void ring() {
    lock.lock();
    try {
      rung = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits up to so many ns for news; returns at once if the bell rang since the last wait. */
  @SuppressWarnings(
      "WaitNotInLoop") // the loop is the caller's: waking for nothing costs it one look
  void await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      if (!rung && nanos > 0) {
        work.awaitNanos(Math.min(nanos, TimeUnit.SECONDS.toNanos(10)));
      }
      rung = false;
    } finally {
      lock.unlock();
    }
  }

  void close(long deadlineNanos) {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        closeDeadlineNanos = deadlineNanos;
      }
      rung = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** The deadline of close; only meaningful once closed. */
  long closeDeadlineNanos() {
    lock.lock();
    try {
      return closeDeadlineNanos;
    } finally {
      lock.unlock();
    }
  }
}
