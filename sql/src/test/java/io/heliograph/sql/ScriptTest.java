/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTest {
  @Test
  void statements_withSemicolonsInQuotesAndComments_areKeptWhole() {
    assertThat(Script.statements("SELECT ';', '\\';', `a;b` -- not; here\n;\n\nSELECT 2 -- end"))
        .containsExactly("SELECT ';', '\\';', `a;b`", "SELECT 2");
  }

  @Test
  void statements_ofEmptyText_areNone() {
    assertThat(Script.statements(" ;; -- nothing\n")).isEmpty();
  }

  @Test
  void pending_withOneApplied_isTheRest() {
    Migration first = Migration.of("V001__a.sql", "SELECT 1");
    Migration second = Migration.of("V002__b.sql", "SELECT 2");

    assertThat(
            History.pending(
                List.of(first, second),
                List.of(new History.Entry(1, "V001__a.sql", first.checksum()))))
        .containsExactly(second);
  }

  @Test
  void migration_withOddName_isRefused() {
    assertThatThrownBy(() -> Migration.of("V1-a.sql", "")).hasMessageContaining("V1-a.sql");
  }

  @Test
  void result_withEscapes_isRead() {
    QueryResult result = QueryResult.parse("a\tb\nString\tString\nx\\ty\t\\N\n\t\\\\\n");

    assertThat(result.columns()).containsExactly("a", "b");
    assertThat(result.rows()).containsExactly(List.of("x\ty", "\\N"), List.of("", "\\"));
  }
}
