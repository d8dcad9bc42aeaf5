/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What has become of the rows of a committable, once each is stored or refused for good.
 *
 * @param entries what the ledger gets
 */
record Settlement(List<DeadLetter> deadLetters, List<LedgerEntry> entries) {

  /**
   * Settles a committable.
   *
   * @param refused the rows refused, in order, of each of its inserts
   * @param nowMillis time of dead letters whose rows have no origin
   */
  static Settlement of(
      SinkCommittable committable, List<List<Bisection.Refused>> refused, long nowMillis) {
    LedgerCounts ledger = new LedgerCounts();
    committable.counts().forEach(ledger::add);
    List<DeadLetter> dead = new ArrayList<>();
    for (int i = 0; i < refused.size(); i++) {
      settle(committable.inserts().get(i).provenance(), refused.get(i), ledger, dead, nowMillis);
    }
    return new Settlement(dead, ledger.drain());
  }

  private static void settle(
      Provenance provenance,
      List<Bisection.Refused> refused,
      LedgerCounts ledger,
      List<DeadLetter> dead,
      long nowMillis) {
    int next = 0;
    int end = 0;
    for (Provenance.Run run : provenance.decode()) {
      Origin origin = run.origin();
      end += run.rows();
      int first = next;
      while (next < refused.size() && refused.get(next).row() < end) {
        Bisection.Refused row = refused.get(next++);
        dead.add(
            new DeadLetter(
                origin.isKnown() ? origin : Origin.unknownAt(nowMillis),
                row.reason(),
                row.payload().getBytes(StandardCharsets.UTF_8),
                run.items() ? 1 : 0));
      }
      if (run.items()) {
        int lost = next - first;
        long time = origin.timestampMillis();
        ledger.add(origin.signal(), LedgerEntry.STORED, time, run.rows() - lost);
        ledger.add(origin.signal(), LedgerEntry.DEAD, time, lost);
      }
    }
  }
}
