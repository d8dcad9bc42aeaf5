/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenBlocksTest {
  private static final TableSchema WIDE =
      TableSchema.of(
          "wide",
          "text",
          "String",
          "fixed",
          "FixedString(3)",
          "word",
          "LowCardinality(String)",
          "words",
          "Array(LowCardinality(String))",
          "maps",
          "Array(Map(LowCardinality(String), String))",
          "real",
          "Float64");

  private static OpenBlocks blocks(SinkSettings settings, TableSchema schema) {
    return new OpenBlocks(List.of(schema), settings, "b-");
  }

  private static SinkSettings settings(int maxRows) {
    return Fixtures.settings(maxRows, 64 << 20, false);
  }

  private static Object[] wide(int i) {
    return new Object[] {
      "text" + i, "abc", "w" + i % 3, List.of("a", "b" + i), List.of(Map.of("k", "v" + i)), i * 0.5
    };
  }

  @Test
  void takeBack_leavesEveryColumnAsItWas() throws Exception {
    OpenBlocks blocks = blocks(settings(1_000_000), WIDE);
    OpenBlocks undisturbed = blocks(settings(1_000_000), WIDE);
    for (int i = 0; i < 10; i++) {
      blocks.rows("wide").append(wide(i));
      blocks.endElement();
      blocks.rows("wide").append(wide(1_000 + i));
      blocks.rows("wide").append(wide(2_000 + i));
      blocks.rows("wide").strings("text").add("of a row never ended");
      blocks.rows("wide").array("words").strings().add("nor this");
      blocks.takeBack();
      undisturbed.rows("wide").append(wide(i));
      undisturbed.endElement();
    }

    assertThat(decoded(blocks)).isEqualTo(decoded(undisturbed));
  }

  @Test
  void endElement_rowBegunAndNotEnded_isRefusedAtOnce() {
    OpenBlocks blocks = blocks(settings(1_000_000), WIDE);
    blocks.rows("wide").strings("text").add("half a row");

    assertThatThrownBy(blocks::endElement)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wide");
  }

  @Test
  void discardRow_keepsTheRowsThatWereEnded() throws Exception {
    OpenBlocks blocks = blocks(settings(1_000_000), WIDE);
    blocks.rows("wide").append(wide(1));
    blocks.rows("wide").append(wide(2));
    blocks.rows("wide").strings("text").add("half a row");
    blocks.rows("wide").array("words").strings().add("half a row");
    blocks.rows("wide").discardRow();
    blocks.rows("wide").append(wide(3));
    blocks.endElement();

    assertThat(decoded(blocks))
        .extracting(json -> json.substring(0, 15))
        .containsExactly("{\"text\":\"text1\"", "{\"text\":\"text2\"", "{\"text\":\"text3\"");
  }

  private static List<String> decoded(OpenBlocks blocks) throws Exception {
    List<String> rows = new ArrayList<>();
    for (SinkCommittable committable : blocks.freeze()) {
      for (FrozenInsert insert : committable.inserts()) {
        InputStream in = insert.uncompressed();
        for (FrozenInsert.Chunk chunk : insert.chunks()) {
          NativeBlock.Decoded block = insert.read(in, chunk);
          for (Object[] row : block.rows()) {
            rows.add(JsonRow.render(block.schema(), row));
          }
        }
      }
    }
    return rows;
  }

  @Test
  void endElement_atTheCap_cutsAnInsertWithATokenOfItsOwn() throws Exception {
    OpenBlocks blocks = blocks(settings(100_000), Fixtures.ORDERS);
    for (int i = 0; i < 250_000; i++) {
      blocks.rows("orders").append(i, "tea");
      blocks.endElement();
    }

    List<SinkCommittable> committables = blocks.freeze();

    List<FrozenInsert> inserts = committables.stream().flatMap(c -> c.inserts().stream()).toList();
    assertThat(inserts).extracting(FrozenInsert::rows).containsExactly(131_072, 118_928);
    assertThat(inserts.get(0).chunks())
        .extracting(FrozenInsert.Chunk::rows)
        .containsExactly(65_536, 65_536);
    List<String> tokens = new ArrayList<>(inserts.stream().map(FrozenInsert::token).toList());
    tokens.addAll(committables.stream().map(SinkCommittable::token).toList());
    assertThat(new HashSet<>(tokens)).hasSameSizeAs(tokens);
  }

  @Test
  void rows_ofUnknownTable_namesThoseThereAre() {
    OpenBlocks blocks = blocks(settings(1_000_000), WIDE);

    assertThatThrownBy(() -> blocks.rows("wild"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'wild'")
        .hasMessageContaining("wide");
  }

  @Test
  void column_ofWrongKind_namesItsType() {
    OpenBlocks blocks = blocks(settings(1_000_000), WIDE);

    assertThatThrownBy(() -> blocks.rows("wide").integers("text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wide.text is String");
  }

  @Test
  void provenance_ofManyRecords_decodesToTheSameRuns() {
    Provenance.Builder builder = new Provenance.Builder();
    List<Provenance.Run> expected = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Origin origin =
          new Origin("s" + i % 2, "t", i % 5, i * 1_000_000_007L, 1_700_000_000_000L - i * 77L);
      boolean items = i % 3 == 0;
      for (int r = 0; r <= i % 4; r++) {
        builder.row(origin, items);
      }
      if (i % 10 == 9) {
        builder.takeBack();
      } else {
        builder.keep();
        expected.add(new Provenance.Run(origin, i % 4 + 1, items));
      }
    }

    assertThat(builder.build().decode()).isEqualTo(expected);
  }
}
