/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rpc;

import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.v1.Instance;
import io.heliograph.registry.v1.InstanceName;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.registry.v1.RenewRequest;
import java.util.Collections;

/**
 * What clients that register and renew may send. Fields that this node does not know are refused,
 * since what they ask for would not be done. Nodes among each other pass such fields over: they are
 * of different versions while they are upgraded.
 */
final class RequestLimits {
  /** Bytes of a registration, as over HTTP. */
  static final int MAX_REGISTRATION = 64 << 10;

  static final int MAX_RENEWALS = 10_000;

  /** Bytes of a renewal: of as many names as it may have, all as long as they may be. */
  static final int MAX_RENEWAL = 8 << 20;

  /** Stand for requests that were too large to be read, by {@link BoundedRequests}. */
  static final RegisterRequest LARGE_REGISTRATION = RegisterRequest.newBuilder().build();

  static final RenewRequest LARGE_RENEWAL = RenewRequest.newBuilder().build();

  private RequestLimits() {}

  /** Refuses a registration of which something would not be done. */
  @SuppressWarnings("ReferenceEquality") // an empty one is another
  static void check(RegisterRequest request) throws Refusal {
    if (request == LARGE_REGISTRATION) {
      throw new Refusal(
          "request", "is too large: give at most %,d bytes".formatted(MAX_REGISTRATION));
    }
    known("the request", request);
    Instance instance = request.getInstance();
    known("instance", instance);
    known("instance.location", instance.getLocation());
    known("instance.probe", instance.getProbe());
  }

  /** Refuses a renewal of which something would not be done. */
  @SuppressWarnings("ReferenceEquality") // an empty one is another
  static void check(RenewRequest request) throws Refusal {
    if (request == LARGE_RENEWAL) {
      throw new Refusal(
          "instances",
          "are too many: give at most %,d, of %,d bytes together"
              .formatted(MAX_RENEWALS, MAX_RENEWAL));
    }
    known("the request", request);
    for (InstanceName name : request.getInstancesList()) {
      known("instances", name);
    }
  }

  private static void known(String path, Message message) throws Refusal {
    UnknownFieldSet unknown = message.getUnknownFields();
    if (!unknown.equals(UnknownFieldSet.getDefaultInstance())) {
      throw new Refusal(
          "field %d of %s".formatted(Collections.min(unknown.asMap().keySet()), path),
          "is not known to this node: leave it out, or upgrade the nodes before their clients");
    }
  }
}
