/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.util.List;

/**
 * What is sent to ClickHouse as one insert.
 *
 * @param body Native blocks as one LZ4 frame
 */
record InsertRequest(String table, List<String> columns, String token, Body body) {

  static InsertRequest of(FrozenInsert insert) {
    return new InsertRequest(insert.table(), insert.columns(), insert.token(), insert.body());
  }

  /** An insert of few rows, given as values that {@link NativeBlock#append} takes. */
  static InsertRequest of(TableSchema schema, String token, Iterable<Object[]> rows)
      throws IOException {
    NativeBlock block = new NativeBlock(schema);
    for (Object[] row : rows) {
      block.append(row);
    }
    OpenInsert insert = new OpenInsert(new Bytes(1024));
    insert.append(block);
    return of(insert.freeze(schema, token, new Provenance(List.of(), new byte[0])));
  }
}
