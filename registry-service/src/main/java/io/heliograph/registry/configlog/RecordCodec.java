/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Records of the log: key {@code DOCUMENT#VERSION#ATTEMPT}, value JSON with {@code key}, {@code
 * version}, {@code attempt}, {@code author}, {@code at} and {@code value}, which is null for a
 * deletion. No two attempts have the same key, so compaction never takes one for the other.
 */
final class RecordCodec {
  private static final char SEPARATOR = '#';

  /** Numbers come back as they were written. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private RecordCodec() {}

  /** A record that is none of ours. */
  static final class UndecodableException extends Exception {
    private static final long serialVersionUID = 1;

    UndecodableException(String message) {
      super(message);
    }
  }

  static String recordKey(DocumentVersion version) {
    return version.key() + SEPARATOR + version.version() + SEPARATOR + version.attempt();
  }

  /** The key of the document that a record is of. */
  static String documentKey(String recordKey) throws UndecodableException {
    int end = recordKey.indexOf(SEPARATOR);
    if (end < 1) {
      throw new UndecodableException("its key names no document");
    }
    return recordKey.substring(0, end);
  }

  static String encode(DocumentVersion version) {
    ObjectNode node = JSON.createObjectNode();
    node.put("key", version.key());
    node.put("version", version.version());
    node.put("attempt", version.attempt());
    node.put("author", version.author());
    node.put("at", Instant.ofEpochMilli(version.atMillis()).toString());
    try {
      node.set("value", version.value().isEmpty() ? null : JSON.readTree(version.value().get()));
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("value is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  static DocumentVersion decode(byte[] value) throws UndecodableException {
    return decode(new String(value, UTF_8));
  }

  static DocumentVersion decode(String line) throws UndecodableException {
    try {
      JsonNode node = JSON.readTree(line);
      JsonNode value = node.path("value");
      DocumentVersion version =
          new DocumentVersion(
              node.path("key").asText(),
              node.path("version").asLong(),
              node.path("attempt").asText(),
              node.path("author").asText(),
              Instant.parse(node.path("at").asText()).toEpochMilli(),
              value.isNull() ? Optional.empty() : Optional.of(JSON.writeValueAsString(value)));
      if (version.key().isEmpty() || version.version() < 1 || version.attempt().isEmpty()) {
        throw new UndecodableException("it has no key, version or attempt");
      }
      return version;
    } catch (IOException | DateTimeException e) {
      throw new UndecodableException("it is no version of a document: " + e.getMessage());
    }
  }
}
