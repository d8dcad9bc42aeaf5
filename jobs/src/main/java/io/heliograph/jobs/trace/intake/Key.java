/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.annotation.Nullable;

/**
 * The attributes that are read, of spans and resources: those of OpenTelemetry's <a
 * href="https://opentelemetry.io/docs/specs/semconv/">semantic conventions</a>, under their names
 * of today and those from before they became stable, and a few of OpenTracing and Zipkin.
 */
enum Key {
  SERVICE_NAME("service.name"),
  SERVICE_INSTANCE_ID("service.instance.id"),
  SERVICE_NAMESPACE("service.namespace"),
  DEPLOYMENT_ENVIRONMENT_NAME("deployment.environment.name"),
  DEPLOYMENT_ENVIRONMENT("deployment.environment"),
  HOST_NAME("host.name"),
  LANE("lane"),

  SERVICE_PEER_NAME("service.peer.name"),
  PEER_SERVICE("peer.service"),
  DB_SYSTEM_NAME("db.system.name"),
  DB_SYSTEM("db.system"),
  DB_TYPE("db.type"),
  DB_NAMESPACE("db.namespace"),
  DB_NAME("db.name"),
  DB_INSTANCE("db.instance"),
  DB_QUERY_TEXT("db.query.text"),
  DB_STATEMENT("db.statement"),
  SQL_QUERY("sql.query"),
  MESSAGING_SYSTEM("messaging.system"),
  MESSAGING_DESTINATION_NAME("messaging.destination.name"),
  MESSAGING_DESTINATION("messaging.destination"),
  SERVER_ADDRESS("server.address"),
  NET_PEER_NAME("net.peer.name"),
  PEER_HOSTNAME("peer.hostname"),
  RPC_SERVICE("rpc.service"),
  URL_TEMPLATE("url.template"),
  HTTP_ROUTE("http.route"),
  URL_PATH("url.path"),
  URL_FULL("url.full"),
  HTTP_URL("http.url"),
  HTTP_TARGET("http.target"),

  RPC_RESPONSE_STATUS_CODE("rpc.response.status_code"),
  RPC_GRPC_STATUS_CODE("rpc.grpc.status_code"),
  HTTP_RESPONSE_STATUS_CODE("http.response.status_code"),
  HTTP_STATUS_CODE("http.status_code"),
  ERROR_TYPE("error.type"),
  EXCEPTION_TYPE("exception.type"),
  EXCEPTION_MESSAGE("exception.message"),

  RPC_TIMEOUT_MS("rpc.timeout_ms"),
  RPC_GRPC_TIMEOUT_MS("rpc.grpc.timeout_ms"),
  HTTP_CLIENT_TIMEOUT_MS("http.client.timeout_ms"),
  DB_CLIENT_TIMEOUT_MS("db.client.timeout_ms"),
  ENVOY_TIMEOUT_MS("http.request.header.x-envoy-expected-rq-timeout-ms"),
  RPC_GRPC_TIMEOUT("rpc.grpc.request.metadata.grpc-timeout"),
  RPC_TIMEOUT("rpc.request.metadata.grpc-timeout"),
  HTTP_GRPC_TIMEOUT("http.request.header.grpc-timeout");

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int SHORTEST = 4;
  private static final int BITS = 9;
  private static final Key[] SLOTS = slots();

  final String text;
  private final byte[] bytes;

  Key(String text) {
    this.text = text;
    bytes = text.getBytes(StandardCharsets.UTF_8);
  }

  /** A set of keys; there are at most 64. */
  static long set(Key... keys) {
    long set = 0;
    for (Key key : keys) {
      set |= 1L << key.ordinal();
    }
    return set;
  }

  /** The key with a name; null, mostly without a comparison, if it is not one of these. */
  @Nullable static Key of(byte[] name, int from, int length) {
    if (length < SHORTEST) {
      return null;
    }
    for (int slot = slot(name, from, length); ; slot = slot + 1 & SLOTS.length - 1) {
      Key key = SLOTS[slot];
      if (key == null || Arrays.equals(key.bytes, 0, key.bytes.length, name, from, from + length)) {
        return key;
      }
    }
  }

  private static int slot(byte[] name, int from, int length) {
    long head;
    long tail;
    if (length >= Long.BYTES) {
      head = (long) LONGS.get(name, from);
      tail = (long) LONGS.get(name, from + length - Long.BYTES);
    } else {
      head = (int) INTS.get(name, from);
      tail = (int) INTS.get(name, from + length - Integer.BYTES);
    }
    long mixed = (head * 31 + tail + length) * 0x9E37_79B9_7F4A_7C15L;
    return (int) (mixed >>> Long.SIZE - BITS);
  }

  private static Key[] slots() {
    Key[] slots = new Key[1 << BITS];
    for (Key key : values()) {
      int slot = slot(key.bytes, 0, key.bytes.length);
      while (slots[slot] != null) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = key;
    }
    return slots;
  }
}
