/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

/** The log for tests keeps the promises of the real one. */
class MemoryConfigLogTest extends ConfigLogContract {
  @Override
  ConfigLog log() {
    ConfigLog log = new MemoryConfigLog(new Documents());
    log.start();
    return log;
  }

  @Override
  String key() {
    return "rules/default/orders";
  }
}
