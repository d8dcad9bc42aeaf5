/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import io.grpc.Status;

/** What the end of a stream says about the batches that were on it. */
enum StreamFailure {
  /** Try them again: the gateway is away, restarting or busy. */
  AGAIN,
  /**
   * The gateway refuses the call, or one of the batches: trying all of them again will not help.
   */
  REFUSED;

  static StreamFailure of(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          UNAUTHENTICATED,
          // a request over the gateway's size limit ends its stream so
          RESOURCE_EXHAUSTED ->
          REFUSED;
      default -> AGAIN;
    };
  }
}
