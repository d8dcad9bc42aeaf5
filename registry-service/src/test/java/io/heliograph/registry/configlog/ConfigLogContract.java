/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every log that can be written promises. */
abstract class ConfigLogContract {
  /** A log that was started, of documents that it alone writes. */
  abstract ConfigLog log();

  /** A key that no other test uses. */
  abstract String key();

  @Test
  void write_inOrder_eachVersionIsReadBack() throws Exception {
    ConfigLog log = known();
    String key = key();

    DocumentVersion first = write(log, key, 0, "{\"n\":1}");
    DocumentVersion second = write(log, key, 1, "{\"n\":2.50}");

    assertThat(first.version()).isEqualTo(1);
    assertThat(log.documents().find(key).versions()).containsExactly(second, first);
    assertThat(log.documents().find(key).value()).contains("{\"n\":2.50}");
    assertThat(second.author()).isEqualTo("ann");
  }

  @Test
  void write_otherVersion_conflictsAndNamesTheCurrent() throws Exception {
    ConfigLog log = known();
    String key = key();
    write(log, key, 0, "{}");

    for (long expected : new long[] {0, 2, 1_000}) {
      assertThatThrownBy(() -> write(log, key, expected, "{}"))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(VersionConflictException.class)
          .hasMessage("%s is at version 1, not %d".formatted(key, expected));
    }
    assertThat(log.documents().find(key).version()).isEqualTo(1);
  }

  @Test
  void write_deletion_isAVersionWithoutValue() throws Exception {
    ConfigLog log = known();
    String key = key();
    write(log, key, 0, "{}");

    log.write(new ConfigLog.Change(key, 1, "", Optional.empty())).get(20, TimeUnit.SECONDS);

    assertThat(log.documents().find(key).version()).isEqualTo(2);
    assertThat(log.documents().find(key).value()).isEmpty();
    assertThat(write(log, key, 2, "{}").version()).isEqualTo(3);
  }

  private ConfigLog known() {
    ConfigLog log = log();
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(log.documents()::areKnown);
    return log;
  }

  static DocumentVersion write(ConfigLog log, String key, long expected, String value)
      throws Exception {
    return log.write(new ConfigLog.Change(key, expected, "ann", Optional.of(value)))
        .get(20, TimeUnit.SECONDS);
  }
}
