/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts what a completed checkpoint holds, and returns once all of it is stored: rows first, then
 * the dead letters among them, then the ledger. Blocks the task meanwhile, which is the sink's
 * back-pressure; a cancelled task interrupts it.
 *
 * <p>Why the order: each step repeats harmlessly, by its own token, and only the last makes the
 * ledger say so. A crash after any of them leaves a committable that runs through all again.
 */
final class ClickHouseCommitter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClickHouseCommitter.class);

  private final SinkSettings settings;
  private final Inserter inserter;
  private final CommitMetrics metrics;
  private final Parallel parallel;

  ClickHouseCommitter(SinkSettings settings, InsertClient client, CommitMetrics metrics) {
    this.settings = settings;
    this.metrics = metrics;
    this.inserter =
        new Inserter(
            client,
            new Backoff(settings.firstBackoff(), settings.maxBackoff()),
            new Outage(settings.id()),
            metrics);
    this.parallel = new Parallel("sink-" + settings.id(), settings.inserts());
  }

  /** A committer that talks to the server, and counts into an operator's metrics. */
  static ClickHouseCommitter over(SinkSettings settings, MetricGroup operator) {
    return new ClickHouseCommitter(
        settings,
        new HttpInsertClient(settings.connection(), settings.timeout()),
        CommitMetrics.register(operator));
  }

  /** Stores all of it. */
  void store(List<SinkCommittable> committables) throws IOException, InterruptedException {
    List<Callable<List<Bisection.Refused>>> stores = new ArrayList<>();
    for (SinkCommittable committable : committables) {
      for (FrozenInsert insert : committable.inserts()) {
        stores.add(() -> store(insert));
      }
    }
    List<List<Bisection.Refused>> refused = parallel.run(stores);

    List<Callable<Void>> settlements = new ArrayList<>();
    int from = 0;
    for (SinkCommittable committable : committables) {
      int to = from + committable.inserts().size();
      List<List<Bisection.Refused>> own = refused.subList(from, to);
      settlements.add(() -> settle(committable, own));
      from = to;
    }
    parallel.run(settlements);
  }

  /** Stores an insert and returns the rows refused. */
  private List<Bisection.Refused> store(FrozenInsert insert)
      throws IOException, InterruptedException {
    RefusedException why = inserter.insert(InsertRequest.of(insert));
    List<Bisection.Refused> refused = why == null ? List.of() : bisect(insert, why);
    metrics.rows().inc(insert.rows() - refused.size());
    return refused;
  }

  private List<Bisection.Refused> bisect(FrozenInsert insert, RefusedException why)
      throws IOException, InterruptedException {
    if (metrics.poisonRows().getCount() == 0) {
      LOG.warn("Sink {}: an insert is searched for rows to bury", settings.id(), why);
    } else {
      LOG.debug("Sink {}: one more insert is searched for rows to bury", settings.id(), why);
    }
    List<Bisection.Refused> refused =
        new Bisection(insert, inserter, settings.maxPoisonRows()).run(why);
    metrics.poisonRows().inc(refused.size());
    return refused;
  }

  private Void settle(SinkCommittable committable, List<List<Bisection.Refused>> refused)
      throws IOException, InterruptedException {
    Settlement settlement = Settlement.of(committable, refused, System.currentTimeMillis());
    insertAll(
        DeadLetter.TABLE,
        committable.token() + ":dead",
        settlement.deadLetters().stream().map(DeadLetter::row).toList());
    insertAll(
        LedgerEntry.TABLE,
        committable.token() + ":ledger",
        settlement.entries().stream().map(LedgerEntry::row).toList());
    return null;
  }

  private void insertAll(TableSchema table, String token, List<Object[]> rows)
      throws IOException, InterruptedException {
    if (!rows.isEmpty()) {
      RefusedException refused = inserter.insert(InsertRequest.of(table, token, rows));
      if (refused != null) {
        throw inserter.fatal(refused.getMessage(), refused);
      }
    }
  }

  @Override
  public void close() {
    parallel.close();
  }
}
