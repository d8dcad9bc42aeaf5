/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import java.util.List;
import java.util.function.Consumer;

/**
 * Lets one migrator work at a time: CREATE TABLE succeeds for one of many.
 *
 * <p>Only a courtesy. Every statement may run twice, so when a holder dies the lock is broken after
 * {@value #STALE_SECONDS} s, and if it was only slow, two migrators do the same work to the same
 * end.
 */
final class MigrationLock implements AutoCloseable {
  static final int STALE_SECONDS = 30;

  private static final int TABLE_ALREADY_EXISTS = 57;
  private static final long POLL_MILLIS = 200;

  private final SqlClient client;
  private final String table;

  private MigrationLock(SqlClient client, String table) {
    this.client = client;
    this.table = table;
  }

  static MigrationLock acquire(SqlClient client, String database, Consumer<String> progress) {
    return acquire(client, database, progress, STALE_SECONDS);
  }

  static MigrationLock acquire(
      SqlClient client, String database, Consumer<String> progress, int staleSeconds) {
    MigrationLock lock = new MigrationLock(client, "`" + database + "`.schema_migrations_lock");
    String owner = "process " + ProcessHandle.current().pid();
    boolean told = false;
    while (!lock.tryCreate(owner)) {
      List<List<String>> holder =
          client
              .query(
                  "SELECT comment, dateDiff('second', metadata_modification_time, now())"
                      + " FROM system.tables WHERE database = '"
                      + database
                      + "' AND name = 'schema_migrations_lock'")
              .rows();
      if (holder.isEmpty()) {
        continue;
      }
      if (Integer.parseInt(holder.get(0).get(1)) > staleSeconds) {
        progress.accept("breaking the lock of " + holder.get(0).get(0) + ", which has gone quiet");
        lock.close();
      } else if (!told) {
        told = true;
        progress.accept("waiting for another migrator, " + holder.get(0).get(0));
      }
      pause();
    }
    return lock;
  }

  private boolean tryCreate(String owner) {
    try {
      client.execute(
          "CREATE TABLE " + table + " (unused UInt8) ENGINE = Memory COMMENT '" + owner + "'");
      return true;
    } catch (RefusedException e) {
      if (e.code() == TABLE_ALREADY_EXISTS) {
        return false;
      }
      throw e;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while another migrator works", e);
    }
  }

  @Override
  public void close() {
    client.execute("DROP TABLE IF EXISTS " + table + " SYNC");
  }
}
