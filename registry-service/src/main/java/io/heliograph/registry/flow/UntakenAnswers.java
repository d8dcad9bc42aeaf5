/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Bounds the memory of large answers that clients have not taken in time. Beyond, streams are
 * ended, those first that have kept theirs for the longest; one alone may keep more. Thread-safe.
 */
final class UntakenAnswers {
  private record Kept(long bytes, Runnable end) {}

  private final long most;
  private final Map<Object, Kept> kept = new LinkedHashMap<>();
  private long bytes;

  /**
   * None yet.
   *
   * @param most bytes of all together
   */
  UntakenAnswers(long most) {
    this.most = most;
  }

  /**
   * A stream keeps its answer.
   *
   * @param end is run if the memory is needed, by whoever keeps the next
   */
  void keep(Object stream, long answerBytes, Runnable end) {
    List<Runnable> ends = new ArrayList<>();
    synchronized (this) {
      while (bytes + answerBytes > most && !kept.isEmpty()) {
        Object oldest = kept.keySet().iterator().next();
        ends.add(kept.get(oldest).end());
        forget(oldest);
      }
      kept.put(stream, new Kept(answerBytes, end));
      bytes += answerBytes;
    }
    ends.forEach(Runnable::run);
  }

  /** A stream has sent its answer, or is gone. */
  synchronized void forget(Object stream) {
    Kept known = kept.remove(stream);
    if (known != null) {
      bytes -= known.bytes();
    }
  }

  synchronized long bytes() {
    return bytes;
  }
}
