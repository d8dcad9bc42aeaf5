/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.HexFormat;

/** OTLP by hand, for tests. */
public final class Otlp {
  /** A trace. */
  public static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  /** A span of it. */
  public static final String SPAN = "b7ad6b7169203331";

  /** The minute of {@link #fragment}. */
  public static final long KAFKA_TIME = 1_700_000_040_000L;

  /** Service "orders". */
  public static final Resource ORDERS =
      Resource.newBuilder()
          .addAttributes(attribute("host.name", "h1"))
          .addAttributes(attribute("service.name", "orders"))
          .build();

  /** A scope. */
  public static final InstrumentationScope SCOPE =
      InstrumentationScope.newBuilder()
          .setName("io.shop.http")
          .setVersion("1.2")
          .addAttributes(attribute("kind", "auto"))
          .setDroppedAttributesCount(3)
          .build();

  private Otlp() {}

  /** A text attribute. */
  public static KeyValue attribute(String key, String value) {
    return attribute(key, text(value));
  }

  /** An attribute. */
  public static KeyValue attribute(String key, AnyValue value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  /** A text. */
  public static AnyValue text(String value) {
    return AnyValue.newBuilder().setStringValue(value).build();
  }

  /** A number. */
  public static AnyValue number(long value) {
    return AnyValue.newBuilder().setIntValue(value).build();
  }

  /** An id from hex. */
  public static ByteString id(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  /** A fragment at offset 7 of partition 1. */
  public static Fragment fragment(int items, MessageLite value) {
    return fragment(items, value.toByteArray());
  }

  /** A fragment at offset 7 of partition 1. */
  public static Fragment fragment(int items, byte[] value) {
    return new Fragment("heliograph.spans", 1, 7, KAFKA_TIME, items, "", false, value);
  }
}
