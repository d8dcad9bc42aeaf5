/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import static io.heliograph.jobs.trace.intake.Key.DB_INSTANCE;
import static io.heliograph.jobs.trace.intake.Key.DB_NAME;
import static io.heliograph.jobs.trace.intake.Key.DB_NAMESPACE;
import static io.heliograph.jobs.trace.intake.Key.DB_SYSTEM;
import static io.heliograph.jobs.trace.intake.Key.DB_SYSTEM_NAME;
import static io.heliograph.jobs.trace.intake.Key.DB_TYPE;
import static io.heliograph.jobs.trace.intake.Key.MESSAGING_DESTINATION;
import static io.heliograph.jobs.trace.intake.Key.MESSAGING_DESTINATION_NAME;
import static io.heliograph.jobs.trace.intake.Key.MESSAGING_SYSTEM;
import static io.heliograph.jobs.trace.intake.Key.NET_PEER_NAME;
import static io.heliograph.jobs.trace.intake.Key.PEER_HOSTNAME;
import static io.heliograph.jobs.trace.intake.Key.PEER_SERVICE;
import static io.heliograph.jobs.trace.intake.Key.RPC_SERVICE;
import static io.heliograph.jobs.trace.intake.Key.SERVER_ADDRESS;
import static io.heliograph.jobs.trace.intake.Key.SERVICE_PEER_NAME;

import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.trace.model.SpanKind;

/**
 * Whom a client or producer calls, by the first of these that it says: the service; {@code
 * system/database} or the system alone; {@code system/queue}; the address of the server; the RPC
 * service, which is an interface rather than a peer, but better than nothing. Of a consumer it is
 * the queue that it takes from, by the service or {@code system/queue}: the same name as its
 * producers have for it.
 */
final class PeerNames {
  private static final Key[] SERVICE = {SERVICE_PEER_NAME, PEER_SERVICE};
  private static final Key[] DATABASE = {DB_SYSTEM_NAME, DB_SYSTEM, DB_TYPE};
  private static final Key[] NAMESPACE = {DB_NAMESPACE, DB_NAME, DB_INSTANCE};
  private static final Key[] BROKER = {MESSAGING_SYSTEM};
  private static final Key[] DESTINATION = {MESSAGING_DESTINATION_NAME, MESSAGING_DESTINATION};
  private static final Key[] SERVER = {SERVER_ADDRESS, NET_PEER_NAME, PEER_HOSTNAME, RPC_SERVICE};
  private static final byte[] SLASH = {'/'};

  private final Names names;
  private final TextBuffer pair = new TextBuffer();

  PeerNames(Names names) {
    this.names = names;
  }

  int of(KnownValues values, SpanKind kind) throws MalformedOtlpException {
    boolean calls = kind == SpanKind.CLIENT || kind == SpanKind.PRODUCER;
    if (!calls && kind != SpanKind.CONSUMER) {
      return Names.EMPTY;
    }
    if (values.find(SERVICE)) {
      return values.name(names);
    }
    if (calls && values.find(DATABASE)) {
      return pair(values, NAMESPACE);
    }
    if (values.find(BROKER)) {
      return pair(values, DESTINATION);
    }
    return calls && values.find(SERVER) ? values.name(names) : Names.EMPTY;
  }

  private int pair(KnownValues values, Key[] second) throws MalformedOtlpException {
    pair.clear();
    values.appendTo(pair);
    if (values.find(second)) {
      pair.add(SLASH);
      values.appendTo(pair);
    }
    return names.of(pair.bytes(), 0, pair.length());
  }
}
