/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlTemplateTest {
  private static final String BY_ID = "SELECT * FROM orders WHERE id = ?";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM orders WHERE id = 42",
        "SELECT * FROM orders WHERE id = -42",
        "SELECT * FROM orders WHERE id = 4.2e-7",
        "SELECT * FROM orders WHERE id = .5",
        "SELECT * FROM orders WHERE id = 0xCAFE",
        "SELECT * FROM orders WHERE id = 'a-17'",
        "SELECT * FROM orders WHERE id = 'it''s'",
        "SELECT * FROM orders WHERE id = 'it\\'s'",
        "SELECT * FROM orders WHERE id = N'o'",
        "SELECT * FROM orders WHERE id = $1",
        "SELECT * FROM orders WHERE id = $$ raw ' text $$",
        "SELECT * FROM orders WHERE id = $tag$ $$ $tag$",
        "SELECT * FROM orders WHERE id = :id",
        "SELECT * FROM orders WHERE id = @p1",
        "SELECT * FROM orders WHERE id = ?",
        "SELECT * FROM orders WHERE id = 'never closed",
        "  SELECT *\n\tFROM orders\r\n WHERE id = 1 ; ",
        "SELECT * -- all of it\nFROM orders WHERE id = 1",
        "/* trace 00-12 */ SELECT * FROM orders /* never 'closed */ WHERE id = 1 /* open",
      })
  void valuesAndBlanks_vanish(String statement) {
    assertThat(SqlTemplate.of(statement)).isEqualTo(BY_ID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "select a from t1 where b2 = 3 | select a from t1 where b2 = ?",
        "SELECT \"Order 66\" FROM `t 1` WHERE [x y]=1 | SELECT \"Order 66\" FROM `t 1` WHERE [x"
            + " y]=?",
        "SELECT a FROM t WHERE x IN (1, 2,3 , 'four') | SELECT a FROM t WHERE x IN (?)",
        "SELECT a FROM t WHERE x IN ( $1,$2 ) | SELECT a FROM t WHERE x IN (?)",
        "INSERT INTO t(a,b) VALUES (1,'x'),(2,'y') , (3,'z') | INSERT INTO t(a, b) VALUES (?)",
        "INSERT INTO t VALUES (1, now()) | INSERT INTO t VALUES (?, now())",
        "SELECT 1, 2 FROM t | SELECT ?, ? FROM t",
        "SELECT a-1 FROM t | SELECT a-? FROM t",
        "SELECT a - 1, b/2 FROM t | SELECT a - ?, b/? FROM t",
        "SELECT x::int, '5'::int8 FROM t | SELECT x::int, ?::int8 FROM t",
        "SELECT @@version | SELECT @@version",
        "SET @total := 5 | SET ? := ?",
        "UPDATE t SET a = NULL, b = TRUE | UPDATE t SET a = NULL, b = TRUE",
        "SELECT ARRAY[1,2, 3] @> ARRAY[4] | SELECT ARRAY[?] @> ARRAY[?]",
        "LIMIT 10 OFFSET 20 | LIMIT ? OFFSET ?",
        "SELECT * FROM größe WHERE ü = 1 | SELECT * FROM größe WHERE ü = ?",
        "SELECT ''; SELECT 'x' | SELECT ?; SELECT ?",
        "^^ | ^^",
        "'' | ?",
        "' | ?",
        "\" | \"",
        "$ | $",
        ": | :",
        "- | -",
        ")))((( | )))(((",
      })
  void statement_hasTemplate(String statement, String template) {
    assertThat(SqlTemplate.of(statement)).isEqualTo(template);
  }

  @Test
  void longList_hasTheTemplateOfAShortOne_whereverTheLimitFalls() {
    for (int width = 150; width < 205; width++) {
      String start = "SELECT " + "x".repeat(width) + " IN (";
      assertThat(SqlTemplate.of(start + "1, 2, 3) OR b"))
          .isEqualTo(SqlTemplate.of(start + "1) OR b"))
          .hasSizeLessThanOrEqualTo(200);
    }
  }

  @Test
  void megabyte_isReadUpToTheLimit() {
    String list = "SELECT a FROM t WHERE x IN (" + "123456, ".repeat(131_072) + "1)";

    assertThat(SqlTemplate.of(list)).isEqualTo("SELECT a FROM t WHERE x IN (?");
    assertThat(SqlTemplate.of("SELECT '" + "y".repeat(1 << 20))).isEqualTo("SELECT ?");
    assertThat(SqlTemplate.of("SELECT \"" + "y".repeat(1 << 20))).hasSize(200);
    assertThat(SqlTemplate.of("x".repeat(1 << 20))).isEqualTo("x".repeat(200));
    assertThat(SqlTemplate.of(" ".repeat(4096) + "SELECT 1")).isEmpty();
  }

  @Test
  void surrogates_stayWhole_orAreReplaced() {
    assertThat(SqlTemplate.of("SELECT \uD83D FROM \uD83D\uDE80"))
        .isEqualTo("SELECT \uFFFD FROM \uD83D\uDE80");
    assertThat(SqlTemplate.of("x".repeat(199) + "\uD83D\uDE80")).isEqualTo("x".repeat(199));
    assertThat(SqlTemplate.of("'\uDE80")).isEqualTo("?");
  }

  @Test
  void anyText_hasABoundedTemplate() {
    Random random = new Random(7);
    String alphabet = "aZ_19 '\"`$:@?/*-+.,()[]\\\n;\uD83D\uDE80é";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(60);
      for (int c = 0; c < length; c++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(SqlTemplate.of(text.toString())).hasSizeLessThanOrEqualTo(200);
    }
  }
}
