/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import java.util.HashMap;
import java.util.Map;

/** So many calls per user in each second. Windows do not slide; forgets each second as it ends. */
final class UserLimiter {
  private final Map<String, Integer> calls = new HashMap<>();
  private long second;

  synchronized boolean tryAcquire(String user, long nowSecond, long limit) {
    if (nowSecond != second) {
      second = nowSecond;
      calls.clear();
    }
    return calls.merge(user, 1, Integer::sum) <= limit;
  }
}
