/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.Entry;
import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.catalog.Stamp;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node knows, in a file, for its next start: a line of JSON with the last revision, then one
 * for each instance. Written beside the former one and moved over it once it is on the disk, so
 * that there is a whole one at any time. One thread at a time.
 */
final class Snapshot {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);
  private static final int FORMAT = 1;
  private static final JsonFactory JSON = new JsonFactory();
  private static final ObjectMapper READER = new ObjectMapper();

  private final Path file;
  private long writtenRevision = -1;

  Snapshot(Path file) {
    this.file = file;
  }

  /**
   * What was read.
   *
   * @param instances that are listed again
   * @param damaged lines that could not be read, and were left out
   */
  record Restored(int instances, int damaged) {}

  /**
   * Lists what the file holds; nothing if there is none.
   *
   * @throws IOException if it cannot be read, or a later version wrote it
   */
  Restored restore(Catalog catalog) throws IOException {
    if (!Files.exists(file)) {
      return new Restored(0, 0);
    }
    int restored = 0;
    int damaged = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
      JsonNode head = head(lines.readLine());
      catalog.goOnFrom(head.path("revision").asLong());
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        try {
          restore(catalog, READER.readTree(line), head.path("node").asText());
          restored++;
        } catch (JsonProcessingException | Refusal e) {
          damaged++;
          LOG.warn("a line of {} cannot be read and is left out: {}", file, e.getMessage());
        }
      }
    }
    return new Restored(restored, damaged);
  }

  /** How long ago it was written; zero if it never was. */
  Duration age() throws IOException {
    return Files.exists(file)
        ? Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now())
        : Duration.ZERO;
  }

  private JsonNode head(String line) throws IOException {
    try {
      JsonNode head = line == null ? READER.missingNode() : READER.readTree(line);
      if (head.path("format").asInt() == FORMAT) {
        return head;
      }
    } catch (JsonProcessingException e) {
      LOG.debug("no JSON: {}", line, e);
    }
    throw new IOException(
        file + " is no snapshot of format " + FORMAT + ": move it away to start without it");
  }

  private static void restore(Catalog catalog, JsonNode line, String formerNode) throws Refusal {
    JsonNode instance = line.path("instance");
    Optional<Stamp> stamp = Optional.empty();
    if (line.has("version")) {
      String node = line.path("node").asText(formerNode); // not said of its own
      stamp =
          Optional.of(
              new Stamp(
                  line.path("version").asLong(), node.equals(formerNode) ? catalog.node() : node));
    }
    catalog.restore(
        new ServiceName(
            InstanceLimits.name("namespace", line.path("namespace").asText()),
            InstanceLimits.name("service", line.path("service").asText())),
        new Listed(
            InstanceJson.read(instance.path("id").asText(), instance),
            line.path("registeredAtMillis").asLong()),
        stamp);
  }

  /** Writes the file if anything has changed since it was. */
  void write(Catalog catalog) throws IOException {
    long revision = catalog.revision();
    if (revision == writtenRevision) {
      return;
    }
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (BufferedWriter out = Files.newBufferedWriter(next, UTF_8)) {
      writeHead(out, revision, catalog.node());
      catalog.forEachListed(entry -> write(out, entry, catalog.node()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    writtenRevision = revision;
  }

  private static void writeHead(Writer to, long revision, String node) {
    line(
        to,
        out -> {
          out.writeNumberField("format", FORMAT);
          out.writeNumberField("revision", revision);
          out.writeStringField("node", node);
        });
  }

  private static void write(Writer to, Entry entry, String node) {
    line(
        to,
        out -> {
          out.writeStringField("namespace", entry.service().namespace());
          out.writeStringField("service", entry.service().service());
          out.writeNumberField("version", entry.stamp().version());
          if (!entry.stamp().node().equals(node)) {
            out.writeStringField("node", entry.stamp().node());
          }
          Listed listed = entry.listed().orElseThrow();
          out.writeNumberField("registeredAtMillis", listed.registeredAtMillis());
          out.writeObjectFieldStart("instance");
          InstanceJson.writeFields(out, listed.instance());
          out.writeEndObject();
        });
  }

  private interface Fill {
    void into(JsonGenerator out) throws IOException;
  }

  private static void line(Writer to, Fill object) {
    try (JsonGenerator out = JSON.createGenerator(to)) {
      out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      out.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      out.writeStartObject();
      object.into(out);
      out.writeEndObject();
      out.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
