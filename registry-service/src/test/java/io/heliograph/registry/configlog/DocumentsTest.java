/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {
  private final Documents documents = new Documents();
  private final List<String> heard = new ArrayList<>();

  @Test
  void apply_showsOnlyOncePublished_andIsToldOnce() {
    documents.listen(heard::add);
    documents.apply(version("a", 1, "x"));
    documents.apply(version("a", 2, "y"));
    assertThat(documents.find("a").version()).isZero();
    assertThat(documents.areKnown()).isFalse();

    documents.publish();
    documents.publish();

    assertThat(documents.find("a").version()).isEqualTo(2);
    assertThat(documents.areKnown()).isTrue();
    assertThat(heard).containsExactly("a");
    assertThat(documents.find("b")).isEqualTo(new Document("b", List.of()));
  }

  @Test
  void haveRoomFor_boundsBytesAndCount() {
    for (int i = 0; i < Documents.MAX_DOCUMENTS; i++) {
      documents.apply(version("k" + i, 1, "x"));
    }
    documents.publish();

    assertThat(documents.haveRoomFor("k0", 100)).isTrue();
    assertThat(documents.haveRoomFor("new", 100)).isFalse();
    assertThat(documents.haveRoomFor("k0", Documents.MAX_BYTES)).isFalse();
  }

  @Test
  void snapshotOnlyLog_write_isUnavailable() {
    ConfigLog log = new ReadOnlyLog(documents, "no Kafka");
    log.start();

    assertThat(documents.areKnown()).isTrue();
    assertThatThrownBy(() -> log.write(new ConfigLog.Change("a", 0, "", Optional.of("{}"))).get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(LogUnavailableException.class)
        .hasMessageContaining("no Kafka");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a#b"})
  void change_badKey_isRefused(String key) {
    assertThatThrownBy(() -> new ConfigLog.Change(key, 0, "", Optional.empty()))
        .hasMessageContaining("key has");
    assertThatThrownBy(() -> new ConfigLog.Change("x".repeat(2_000), 0, "", Optional.empty()))
        .hasMessageContaining("key has 2000 characters: give 1 to 1024");
  }

  @Test
  void codec_roundTrip_andForeignRecords() throws Exception {
    DocumentVersion version =
        new DocumentVersion(
            "a", 3, "x", "ann", 1_790_000_000_123L, Optional.of("{\"b\":[1,2.50]}"));

    assertThat(RecordCodec.decode(RecordCodec.encode(version))).isEqualTo(version);
    assertThat(RecordCodec.documentKey(RecordCodec.recordKey(version))).isEqualTo("a");
    for (String foreign : List.of("", "x", "{}", "[]", "{\"key\":\"a\",\"version\":0}", "null")) {
      assertThatThrownBy(() -> RecordCodec.decode(foreign.getBytes(UTF_8)))
          .isInstanceOf(RecordCodec.UndecodableException.class);
    }
    assertThatThrownBy(() -> RecordCodec.documentKey("orders"))
        .isInstanceOf(RecordCodec.UndecodableException.class);
  }

  private static DocumentVersion version(String key, long version, String attempt) {
    return new DocumentVersion(key, version, attempt, "", 0, Optional.of("{}"));
  }
}
