/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.google.protobuf.ByteString;
import io.heliograph.gateway.wire.MalformedException;
import java.io.IOException;
import java.util.HexFormat;

/** What both JSON formats share: a bounded parser and errors that say where. */
final class JsonReading {
  private static final int MAX_DEPTH = 256;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(16 * 1024 * 1024)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private JsonReading() {}

  /** Reads a document. */
  interface Reader<T> {
    T read(JsonParser json) throws IOException, MalformedException;
  }

  /** Reads exactly one document from the first {@code length} bytes. */
  static <T> T document(byte[] data, int length, Reader<T> reader) throws MalformedException {
    try (JsonParser json = FACTORY.createParser(data, 0, length)) {
      json.nextToken();
      T result = reader.read(json);
      if (json.nextToken() != null) {
        throw new MalformedException("malformed JSON: more follows after the end of the document");
      }
      return result;
    } catch (JsonProcessingException e) {
      throw new MalformedException(
          "malformed JSON at byte "
              + (e.getLocation() == null ? -1 : e.getLocation().getByteOffset())
              + ": "
              + e.getOriginalMessage());
    } catch (IOException e) {
      throw new MalformedException("malformed JSON: " + e.getMessage());
    }
  }

  static void expect(JsonParser json, JsonToken token, String what) throws MalformedException {
    if (json.currentToken() != token) {
      throw wrongType(json, what);
    }
  }

  /** A string that can be encoded as UTF-8, which one with half a surrogate pair cannot. */
  static String string(JsonParser json) throws IOException, MalformedException {
    expect(json, JsonToken.VALUE_STRING, "a string");
    String text = json.getText();
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          throw wrong(json, "is not valid Unicode: half of a surrogate pair at character " + i);
        }
        i++;
      }
    }
    return text;
  }

  static ByteString hex(JsonParser json) throws IOException, MalformedException {
    String digits = string(json);
    try {
      return ByteString.copyFrom(HexFormat.of().parseHex(digits));
    } catch (IllegalArgumentException notHex) {
      throw wrong(json, "must be an even number of hex digits");
    }
  }

  static MalformedException wrongType(JsonParser json, String what) {
    return wrong(json, "must be " + what + ", is " + name(json.currentToken()));
  }

  static MalformedException wrong(JsonParser json, String what) {
    String place = json.getParsingContext().pathAsPointer().toString();
    return new MalformedException(
        "malformed JSON: " + (place.isEmpty() ? "/" : place) + " " + what);
  }

  private static String name(JsonToken token) {
    if (token == null) {
      return "missing";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      default -> "something else";
    };
  }
}
