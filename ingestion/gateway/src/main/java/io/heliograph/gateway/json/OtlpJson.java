/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.heliograph.gateway.wire.MalformedException;
import io.heliograph.protocol.Signal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * OTLP/JSON: protobuf's JSON mapping, except that trace and span ids are hex and unknown fields are
 * ignored (OTLP specification 1.9, "JSON Protobuf Encoding"). Like the Collector it also takes
 * enumerators and fields by their protobuf names.
 */
public final class OtlpJson {
  private static final Set<String> HEX_FIELDS = Set.of("trace_id", "span_id", "parent_span_id");
  private static final Map<Descriptor, Map<String, FieldDescriptor>> FIELDS =
      new ConcurrentHashMap<>();

  private OtlpJson() {}

  /** Turns an export request, in the first {@code length} bytes, into its protobuf message. */
  public static Message parse(Signal signal, byte[] data, int length) throws MalformedException {
    Message.Builder builder =
        switch (signal) {
          case SPANS -> ExportTraceServiceRequest.newBuilder();
          case LOGS -> ExportLogsServiceRequest.newBuilder();
          case METRICS -> ExportMetricsServiceRequest.newBuilder();
          default -> throw new IllegalArgumentException(signal + " is not an OTLP signal");
        };
    return JsonReading.document(data, length, json -> message(json, builder));
  }

  private static Message message(JsonParser json, Message.Builder builder)
      throws IOException, MalformedException {
    JsonReading.expect(json, JsonToken.START_OBJECT, "an object");
    Map<String, FieldDescriptor> fields =
        FIELDS.computeIfAbsent(builder.getDescriptorForType(), OtlpJson::byName);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      FieldDescriptor field = fields.get(json.currentName());
      JsonToken token = json.nextToken();
      if (field == null) {
        json.skipChildren();
      } else if (token != JsonToken.VALUE_NULL) {
        field(json, builder, field);
      }
    }
    return builder.build();
  }

  private static Map<String, FieldDescriptor> byName(Descriptor type) {
    Map<String, FieldDescriptor> fields = new HashMap<>();
    for (FieldDescriptor field : type.getFields()) {
      fields.put(field.getName(), field);
      fields.put(field.getJsonName(), field);
    }
    return fields;
  }

  private static void field(JsonParser json, Message.Builder builder, FieldDescriptor field)
      throws IOException, MalformedException {
    if (!field.isRepeated()) {
      builder.setField(field, value(json, builder, field));
      return;
    }
    JsonReading.expect(json, JsonToken.START_ARRAY, "an array");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      builder.addRepeatedField(field, value(json, builder, field));
    }
  }

  private static Object value(JsonParser json, Message.Builder builder, FieldDescriptor field)
      throws IOException, MalformedException {
    return switch (field.getType()) {
      case MESSAGE -> message(json, builder.newBuilderForField(field));
      case STRING -> JsonReading.string(json);
      case BYTES -> HEX_FIELDS.contains(field.getName()) ? JsonReading.hex(json) : base64(json);
      case BOOL -> bool(json);
      case ENUM -> enumerator(json, field);
      case DOUBLE -> JsonNumbers.toDouble(json);
      case FLOAT -> (float) JsonNumbers.toDouble(json);
      case INT32, SINT32, SFIXED32 -> JsonNumbers.toInt(json);
      case UINT32, FIXED32 -> JsonNumbers.toUnsignedInt(json);
      case INT64, SINT64, SFIXED64 -> JsonNumbers.toLong(json);
      case UINT64, FIXED64 -> JsonNumbers.toUnsignedLong(json);
      case GROUP -> throw new IllegalStateException("OTLP has no groups");
    };
  }

  private static Object bool(JsonParser json) throws MalformedException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw JsonReading.wrongType(json, "true or false");
    };
  }

  private static Object enumerator(JsonParser json, FieldDescriptor field)
      throws IOException, MalformedException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      Object named = field.getEnumType().findValueByName(json.getText());
      if (named != null) {
        return named;
      }
    }
    return field.getEnumType().findValueByNumberCreatingIfUnknown(JsonNumbers.toInt(json));
  }

  private static ByteString base64(JsonParser json) throws IOException, MalformedException {
    String text = JsonReading.string(json);
    try {
      Base64.Decoder decoder =
          text.indexOf('-') >= 0 || text.indexOf('_') >= 0
              ? Base64.getUrlDecoder()
              : Base64.getDecoder();
      return ByteString.copyFrom(decoder.decode(text));
    } catch (IllegalArgumentException notBase64) {
      throw JsonReading.wrong(json, "must be base64");
    }
  }
}
