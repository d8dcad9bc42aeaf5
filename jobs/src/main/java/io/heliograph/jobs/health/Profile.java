/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import java.util.Map;

/** What an instance says of itself that seldom changes. */
public record Profile(
    String host,
    int port,
    String version,
    String group,
    String lane,
    String city,
    String center,
    String room,
    Map<String, String> tags,
    int weight) {}
