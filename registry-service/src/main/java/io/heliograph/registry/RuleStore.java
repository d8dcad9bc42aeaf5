/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import io.heliograph.protocol.Topics;
import io.heliograph.registry.configlog.ConfigLog;
import io.heliograph.registry.configlog.Documents;
import io.heliograph.registry.configlog.DocumentsFile;
import io.heliograph.registry.configlog.FollowedLog;
import io.heliograph.registry.configlog.KafkaConfigLog;
import io.heliograph.registry.configlog.KafkaLogSettings;
import io.heliograph.registry.configlog.ReadOnlyLog;
import io.heliograph.registry.rules.RuleBook;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the rules of this node come from and go to: the file they were last written to, then the
 * log in Kafka, if there is one.
 */
final class RuleStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RuleStore.class);

  private final Documents documents = new Documents();
  private final RuleBook book = new RuleBook(documents);
  private final Optional<DocumentsFile> file;
  private final ConfigLog log;
  private boolean fails;

  RuleStore(
      RegistrySettings settings, RegistryMetrics metrics, Function<Documents, ConfigLog> logs) {
    file = settings.documents().map(DocumentsFile::new);
    log = logs.apply(documents);
    metrics.show(documents, log.counts());
  }

  /** The log that the settings name. */
  static ConfigLog log(RegistrySettings settings, Documents documents) {
    if (!settings.follows().isEmpty()) {
      return new FollowedLog(documents, settings.whyAgent());
    }
    if (settings.kafka().isEmpty()) {
      return new ReadOnlyLog(
          documents, "this node knows no Kafka to write them to: set " + RegistrySettings.KAFKA);
    }
    return new KafkaConfigLog(
        KafkaLogSettings.of(settings.kafka().get(), Topics.CONFIG),
        documents,
        System::currentTimeMillis);
  }

  RuleBook book() {
    return book;
  }

  ConfigLog log() {
    return log;
  }

  /** The log, if it is that of an agent. */
  Optional<FollowedLog> followed() {
    return log instanceof FollowedLog followed ? Optional.of(followed) : Optional.empty();
  }

  /** Takes up what the file holds, and begins to read the log. */
  void start() throws IOException {
    if (file.isPresent()) {
      LOG.info("{} documents from the snapshot of rules", file.get().restore(documents));
    }
    log.start();
  }

  /** Writes the file if anything has changed. A failure is told once, until it works again. */
  synchronized void writeFile() {
    if (file.isEmpty()) {
      return;
    }
    try {
      file.get().write(documents);
      fails = false;
    } catch (IOException e) {
      if (!fails) {
        LOG.warn("the snapshot of rules cannot be written; the former one stays", e);
      }
      fails = true;
    }
  }

  @Override
  public void close() {
    log.close();
  }
}
