/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/** A Zipkin v2 JSON file: an array of spans. Spans without a timestamp take the previous one's. */
final class ZipkinSpans implements Recording {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RecordingFile file;
  private final JsonParser parser;
  private final ReorderWindow<Recorded> window = new ReorderWindow<>(WINDOW);
  private long lastTime = 1;
  private long malformed;
  private boolean ended;

  ZipkinSpans(RecordingFile file) throws IOException {
    this.file = file;
    this.parser = JSON.createParser(file.stream());
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw new IOException(file.path() + ": not a JSON array of spans");
    }
  }

  @Override
  public Recorded next() throws IOException {
    while (!ended && !window.isFull()) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.END_ARRAY || token == null) {
        ended = true;
      } else {
        add(JSON.readTree(parser));
      }
    }
    return window.isEmpty() ? null : window.removeEarliest();
  }

  private void add(JsonNode span) throws IOException {
    if (!span.hasNonNull("traceId") || !span.hasNonNull("id")) {
      malformed++;
      return;
    }
    long micros = span.path("timestamp").asLong();
    lastTime = micros > 0 ? micros * 1_000 : lastTime;
    window.add(lastTime, new Recorded.OfZipkin(lastTime, JSON.writeValueAsString(span)));
  }

  @Override
  public Path file() {
    return file.path();
  }

  @Override
  public long malformed() {
    return malformed;
  }

  @Override
  public long bytesRead() {
    return file.bytesRead();
  }

  @Override
  public void close() throws IOException {
    parser.close();
    file.close();
  }
}
