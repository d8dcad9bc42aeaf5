/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.heliograph.gateway.json.ZipkinSpan.Annotation;
import io.heliograph.gateway.json.ZipkinSpan.Endpoint;
import io.heliograph.gateway.wire.MalformedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads Zipkin's v2 JSON: an array of spans. Unknown fields are ignored. */
public final class ZipkinJson {
  private ZipkinJson() {}

  static List<ZipkinSpan> parse(byte[] data, int length) throws MalformedException {
    return JsonReading.document(data, length, ZipkinJson::spans);
  }

  private static List<ZipkinSpan> spans(JsonParser json) throws IOException, MalformedException {
    JsonReading.expect(json, JsonToken.START_ARRAY, "an array of spans");
    List<ZipkinSpan> spans = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      ZipkinSpan span = new ZipkinSpan();
      fields(json, "a span", name -> span(json, span, name));
      spans.add(span);
    }
    return spans;
  }

  private static boolean span(JsonParser json, ZipkinSpan span, String name)
      throws IOException, MalformedException {
    switch (name) {
      case "traceId" -> span.traceId = JsonReading.string(json);
      case "parentId" -> span.parentId = JsonReading.string(json);
      case "id" -> span.id = JsonReading.string(json);
      case "kind" -> span.kind = JsonReading.string(json);
      case "name" -> span.name = JsonReading.string(json);
      case "timestamp" -> span.timestamp = JsonNumbers.toLong(json);
      case "duration" -> span.duration = JsonNumbers.toLong(json);
      case "debug" -> span.debug = json.getValueAsBoolean();
      case "shared" -> span.shared = json.getValueAsBoolean();
      case "localEndpoint" -> span.local = endpoint(json);
      case "remoteEndpoint" -> span.remote = endpoint(json);
      case "annotations" -> annotations(json, span);
      case "tags" -> tags(json, span);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Endpoint endpoint(JsonParser json) throws IOException, MalformedException {
    String[] texts = {"", "", ""};
    int[] port = {0};
    fields(
        json,
        "an endpoint",
        name -> {
          switch (name) {
            case "serviceName" -> texts[0] = JsonReading.string(json);
            case "ipv4" -> texts[1] = JsonReading.string(json);
            case "ipv6" -> texts[2] = JsonReading.string(json);
            case "port" -> port[0] = JsonNumbers.toInt(json);
            default -> {
              return false;
            }
          }
          return true;
        });
    return new Endpoint(texts[0], texts[1], texts[2], port[0]);
  }

  private static void annotations(JsonParser json, ZipkinSpan span)
      throws IOException, MalformedException {
    JsonReading.expect(json, JsonToken.START_ARRAY, "an array");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      long[] timestamp = {0};
      String[] value = {""};
      fields(
          json,
          "an annotation",
          name -> {
            switch (name) {
              case "timestamp" -> timestamp[0] = JsonNumbers.toLong(json);
              case "value" -> value[0] = JsonReading.string(json);
              default -> {
                return false;
              }
            }
            return true;
          });
      span.annotations.add(new Annotation(timestamp[0], value[0]));
    }
  }

  private static void tags(JsonParser json, ZipkinSpan span)
      throws IOException, MalformedException {
    fields(
        json,
        "an object",
        name -> {
          span.tags.put(name, JsonReading.string(json));
          return true;
        });
  }

  /** Takes a field's value and says so, or leaves it to be skipped. */
  private interface FieldReader {
    boolean read(String name) throws IOException, MalformedException;
  }

  private static void fields(JsonParser json, String what, FieldReader reader)
      throws IOException, MalformedException {
    JsonReading.expect(json, JsonToken.START_OBJECT, what);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      boolean absent = json.nextToken() == JsonToken.VALUE_NULL;
      if (!absent && !reader.read(name)) {
        json.skipChildren();
      }
    }
  }
}
