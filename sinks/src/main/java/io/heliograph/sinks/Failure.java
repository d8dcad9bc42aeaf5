/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.util.Set;

/**
 * What to do about a failed insert. The codes are those of ClickHouse's {@code ErrorCodes.cpp}.
 *
 * <p>A code in neither list is FATAL: to retry it may block for ever unseen, to drop rows for it
 * may lose what was good. A failed job loses nothing and is seen.
 */
enum Failure {
  /** ClickHouse is away, busy or out of some resource: the same insert succeeds later. */
  RETRYABLE,
  /** Some row of it will never be stored. */
  POISON,
  /** The table, the rights or the query are wrong: no insert of this sink can succeed. */
  FATAL;

  private static final Set<Integer> RETRYABLE_CODES =
      Set.of(
          75, // CANNOT_WRITE_TO_FILE_DESCRIPTOR, as when the disk is full
          76, // CANNOT_OPEN_FILE, as when too many are
          159, // TIMEOUT_EXCEEDED
          160, // TOO_SLOW
          173, // CANNOT_ALLOCATE_MEMORY
          198, // DNS_ERROR
          202, // TOO_MANY_SIMULTANEOUS_QUERIES
          203, // NO_FREE_CONNECTION
          209, // SOCKET_TIMEOUT
          210, // NETWORK_ERROR
          225, // NO_ZOOKEEPER
          236, // ABORTED, as when the server shuts down
          241, // MEMORY_LIMIT_EXCEEDED
          242, // TABLE_IS_READ_ONLY, as when a replica has lost its Keeper
          243, // NOT_ENOUGH_SPACE
          252, // TOO_MANY_PARTS
          279, // ALL_CONNECTION_TRIES_FAILED
          285, // TOO_FEW_LIVE_REPLICAS
          286, // UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE
          319, // UNKNOWN_STATUS_OF_INSERT
          394, // QUERY_WAS_CANCELLED
          425, // SYSTEM_ERROR
          439, // CANNOT_SCHEDULE_TASK
          473, // DEADLOCK_AVOIDED
          499, // S3_ERROR
          574, // DISTRIBUTED_TOO_MANY_PENDING_BYTES
          667, // NOT_INITIALIZED
          722, // ASYNC_LOAD_WAIT_FAILED
          735, // QUERY_WAS_CANCELLED_BY_CLIENT
          745, // SERVER_OVERLOADED
          999, // KEEPER_EXCEPTION
          1_000, // POCO_EXCEPTION: of sockets and files
          1_001); // STD_EXCEPTION: of files and memory

  private static final Set<Integer> POISON_CODES =
      Set.of(
          6, // CANNOT_PARSE_TEXT
          26, // CANNOT_PARSE_QUOTED_STRING
          27, // CANNOT_PARSE_INPUT_ASSERTION_FAILED
          33, // CANNOT_READ_ALL_DATA
          36, // BAD_ARGUMENTS, as of a function in a materialized view
          38, // CANNOT_PARSE_DATE
          41, // CANNOT_PARSE_DATETIME
          69, // ARGUMENT_OUT_OF_BOUND
          70, // CANNOT_CONVERT_TYPE
          72, // CANNOT_PARSE_NUMBER
          117, // INCORRECT_DATA
          128, // TOO_LARGE_ARRAY_SIZE
          131, // TOO_LARGE_STRING_SIZE
          153, // ILLEGAL_DIVISION
          190, // SIZES_OF_ARRAYS_DONT_MATCH
          321, // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
          349, // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
          395, // FUNCTION_THROW_IF_VALUE_IS_NON_ZERO
          407, // DECIMAL_OVERFLOW
          469, // VIOLATED_CONSTRAINT
          691); // UNKNOWN_ELEMENT_OF_ENUM

  /** Classifies what an {@link InsertClient} threw. */
  static Failure of(IOException failure) {
    return failure instanceof RefusedException refused
        ? of(refused.status(), refused.code())
        : RETRYABLE;
  }

  static Failure of(int status, int code) {
    if (code == RefusedException.NO_CODE) {
      return ofStatus(status);
    }
    if (RETRYABLE_CODES.contains(code)) {
      return RETRYABLE;
    }
    return POISON_CODES.contains(code) ? POISON : FATAL;
  }

  private static Failure ofStatus(int status) {
    if (status == 413) {
      return POISON; // a proxy's limit: halves of the insert may pass
    }
    return status == 408 || status == 429 || status >= 500 ? RETRYABLE : FATAL;
  }
}
