/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores all rows of a refused insert but those that ClickHouse will never take: first block by
 * block, then by halves. Each part has a token derived from the insert's and the rows it holds, and
 * the same insert is always cut the same way, so that a repeat of all this stores nothing twice.
 */
final class Bisection {
  /**
   * A row that was refused.
   *
   * @param row its position in the insert
   */
  record Refused(int row, String reason, String payload) {}

  private final FrozenInsert insert;
  private final Inserter inserter;
  private final int maxRefused;
  private final List<Refused> refused = new ArrayList<>();

  Bisection(FrozenInsert insert, Inserter inserter, int maxRefused) {
    this.insert = insert;
    this.inserter = inserter;
    this.maxRefused = maxRefused;
  }

  /** Returns the rows refused, in order, once all others are stored. */
  List<Refused> run(RefusedException why) throws IOException, InterruptedException {
    int row = 0;
    try (InputStream uncompressed = insert.uncompressed()) {
      for (FrozenInsert.Chunk chunk : insert.chunks()) {
        NativeBlock.Decoded decoded = insert.read(uncompressed, chunk);
        if (insert.chunks().size() == 1) {
          split(decoded, 0, chunk.rows(), row, why);
        } else {
          store(decoded, 0, chunk.rows(), row);
        }
        row += chunk.rows();
      }
    }
    return refused;
  }

  /** Stores rows [from, to) of a block that starts at row {@code base} of the insert. */
  private void store(NativeBlock.Decoded block, int from, int to, int base)
      throws IOException, InterruptedException {
    String token = insert.token() + ":" + (base + from) + "-" + (base + to);
    List<Object[]> rows = block.rows().subList(from, to);
    RefusedException why = inserter.insert(InsertRequest.of(block.schema(), token, rows));
    if (why != null) {
      split(block, from, to, base, why);
    }
  }

  private void split(NativeBlock.Decoded block, int from, int to, int base, RefusedException why)
      throws IOException, InterruptedException {
    if (to - from == 1) {
      String payload = JsonRow.render(block.schema(), block.rows().get(from));
      refused.add(new Refused(base + from, why.getMessage(), payload));
      if (refused.size() > maxRefused) {
        throw inserter.fatal(
            "more than "
                + maxRefused
                + " rows of insert "
                + insert.token()
                + " into "
                + insert.table()
                + " are refused, so it is the table that is wrong and not the data; the last: "
                + why.getMessage(),
            why);
      }
    } else {
      int middle = (from + to) >>> 1;
      store(block, from, middle, base);
      store(block, middle, to, base);
    }
  }
}
