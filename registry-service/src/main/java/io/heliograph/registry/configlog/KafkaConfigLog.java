/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * The log in a compacted Kafka topic. A change is appended, read back, and decided by where in the
 * log it stands, on each node alike. While Kafka is away, documents stay as they were read, and
 * changes are refused within the deadline. Neither Kafka nor the topic need be there at the start.
 * Two threads: one reads, one appends.
 */
public final class KafkaConfigLog implements ConfigLog {
  private final Documents documents;
  private final LongSupplier wallMillis;
  private final LogAppender appender;
  private final LogReader reader;
  private final PendingWrites pending;

  /**
   * A log that is not read yet.
   *
   * @param documents of the snapshot, if there was one; this log is their only writer from now on
   * @param wallMillis Unix time
   */
  public KafkaConfigLog(KafkaLogSettings settings, Documents documents, LongSupplier wallMillis) {
    this.documents = documents;
    this.wallMillis = wallMillis;
    pending = new PendingWrites(settings.writeDeadline());
    appender = new LogAppender(settings);
    reader = new LogReader(settings, documents, pending, this::eraseObsolete);
  }

  @Override
  public void start() {
    reader.start();
  }

  @Override
  public Documents documents() {
    return documents;
  }

  @Override
  public ConfigCounts counts() {
    return reader.counts();
  }

  @Override
  public CompletableFuture<DocumentVersion> write(Change change) {
    Document now = documents.find(change.key());
    if (!documents.areKnown()) {
      return unavailable("the log has not been read yet: Kafka does not answer");
    }
    if (change.expected() != now.version()) {
      return CompletableFuture.failedFuture(
          new VersionConflictException(change.key(), change.expected(), now.version()));
    }
    DocumentVersion version =
        new DocumentVersion(
            change.key(),
            change.expected() + 1,
            UUID.randomUUID().toString(),
            change.author(),
            wallMillis.getAsLong(),
            change.value());
    if (change.value().isPresent() && !documents.haveRoomFor(change.key(), version.footprint())) {
      return unavailable(
          "this node holds %,d documents of %,d bytes and takes no more"
              .formatted(documents.count(), documents.bytes()));
    }
    CompletableFuture<DocumentVersion> answer = pending.await(version);
    if (!answer.isDone()) {
      appender.append(version, answer);
    }
    return answer;
  }

  private static CompletableFuture<DocumentVersion> unavailable(String why) {
    return CompletableFuture.failedFuture(new LogUnavailableException(why));
  }

  /** Marks what a decided change has made obsolete. What is missed is found by the next change. */
  private void eraseObsolete(String key) {
    List<String> obsolete = documents.obsolete(key);
    if (!obsolete.isEmpty()) {
      appender.erase(obsolete);
    }
  }

  @Override
  public void close() {
    reader.close();
    pending.failAll("this node stops");
    appender.close();
  }
}
