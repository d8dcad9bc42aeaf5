/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogLimits;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {
  private static final long NOW = 1_790_000_000_000L;
  private static final ServiceName ORDERS = new ServiceName("default", "orders");
  private static final Instance FULL =
      new Instance(
          "orders-1",
          "10.0.0.7",
          8080,
          "grpc",
          "1.4.2",
          "blue",
          "gray",
          50,
          30,
          10,
          new Location("sh", "sh-1", "a"),
          Map.of("tier", "gold"),
          Map.of("line\n", "\"quoted\" ü"));

  @TempDir Path directory;

  @Test
  void restore_noFile_isEmpty() throws Exception {
    assertThat(snapshot().restore(catalog())).isEqualTo(new Snapshot.Restored(0, 0));
  }

  @Test
  void restore_afterWrite_isTheSameAndRevisionsRise() throws Exception {
    Catalog before = catalog();
    before.register(ORDERS, FULL);
    before.register(new ServiceName("shop", "stock"), bare("stock-1"));
    snapshot().write(before);

    Catalog after = catalog();
    assertThat(snapshot().restore(after)).isEqualTo(new Snapshot.Restored(2, 0));

    assertThat(all(after)).isEqualTo(all(before)).hasSize(2);
    assertThat(after.view(ORDERS).revision()).isGreaterThan(before.revision());
    assertThat(after.register(ORDERS, FULL).changed()).isFalse();
  }

  @Test
  void write_nothingChanged_leavesTheFile() throws Exception {
    Catalog catalog = catalog();
    catalog.register(ORDERS, FULL);
    Snapshot snapshot = snapshot();
    snapshot.write(catalog);
    Files.delete(file());

    catalog.register(ORDERS, FULL);
    snapshot.write(catalog);
    assertThat(file()).doesNotExist();

    catalog.deregister(ORDERS, "orders-1");
    snapshot.write(catalog);
    assertThat(file()).exists();
    assertThat(directory.resolve("deep/registry.jsonl.next")).doesNotExist();
  }

  @Test
  void restore_damagedLine_isLeftOutAndCounted() throws Exception {
    Catalog catalog = catalog();
    catalog.register(ORDERS, FULL);
    catalog.register(ORDERS, bare("orders-2"));
    snapshot().write(catalog);
    List<String> lines = new ArrayList<>(Files.readAllLines(file()));
    lines.set(1, lines.get(1).substring(0, 40));
    lines.add(lines.get(2).replace("\"port\":1", "\"port\":0"));
    Files.write(file(), lines);

    Catalog after = catalog();
    assertThat(snapshot().restore(after)).isEqualTo(new Snapshot.Restored(1, 2));
    assertThat(all(after)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"format\":2,\"revision\":1}\n", "", "{\"for"})
  void restore_otherFormat_saysSo(String content) throws Exception {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), content);

    assertThatThrownBy(() -> snapshot().restore(catalog()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("registry.jsonl is no snapshot of format 1: move it away");
  }

  private Path file() {
    return directory.resolve("deep/registry.jsonl");
  }

  private Snapshot snapshot() {
    return new Snapshot(file());
  }

  private static Catalog catalog() {
    return new Catalog(() -> NOW, 0, Runnable::run, CatalogLimits.ofHeap(64 << 20));
  }

  private static List<String> all(Catalog catalog) {
    List<String> all = new ArrayList<>();
    catalog.forEachListed(entry -> all.add(entry.service() + " " + entry.listed().orElseThrow()));
    return all;
  }

  private static Instance bare(String id) {
    return new Instance(
        id, "h", 1, "", "", "", "", 100, 0, 10, Location.UNKNOWN, Map.of(), Map.of());
  }
}
