/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.clickhouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The server's configuration files, the same for the embedded engine and for the binary.
 *
 * <p>The caches are small on purpose: their defaults are shares of a big server's memory (5 GiB of
 * marks alone), and this server shares one machine with the whole pipeline.
 */
final class ServerConfig {
  /**
   * Settings that stand on the command line, behind all else. Parts below 100 MB are LZ4: they are
   * merged soon, and then compressed well. The embedded engine would not start with this section in
   * the file, where its own client looks for a switch of the same name.
   */
  static final List<String> ARGUMENTS =
      List.of(
          "--",
          "--compression=1",
          "--compression.case.min_part_size=100000000",
          "--compression.case.min_part_size_ratio=0",
          "--compression.case.method=zstd",
          "--compression.case.level=1");

  private ServerConfig() {}

  /** Writes both files into the data directory and returns the path of the main one. */
  static Path write(ClickHouseSettings settings) throws IOException {
    Path directory = Files.createDirectories(settings.dataDirectory().resolve("config"));
    Path users = directory.resolve("users.xml");
    Files.writeString(users, users(settings));
    Path config = directory.resolve("config.xml");
    Files.writeString(config, config(settings, users));
    return config;
  }

  /** Where the server keeps its tables. */
  static Path store(ClickHouseSettings settings) {
    return settings.dataDirectory().resolve("store");
  }

  static String config(ClickHouseSettings settings, Path users) {
    Path store = store(settings);
    return """
    <clickhouse>
      <path>%s/</path>
      <listen_host>%s</listen_host>
      <http_port>%d</http_port>
      <tcp_port>%d</tcp_port>
      <users_config>%s</users_config>
      <user_directories>
        <users_xml><path>%s</path></users_xml>
        <local_directory><path>%s/access/</path></local_directory>
      </user_directories>
      <timezone>UTC</timezone>
      <logger><level>warning</level><console>true</console></logger>
      <max_server_memory_usage>%d</max_server_memory_usage>
      <!-- the cgroup's usage would count the brokers and jobs beside us as ours -->
      <memory_worker_use_cgroup>false</memory_worker_use_cgroup>
      <mark_cache_size>67108864</mark_cache_size>
      <index_mark_cache_size>33554432</index_mark_cache_size>
      <primary_index_cache_size>67108864</primary_index_cache_size>
      <uncompressed_cache_size>0</uncompressed_cache_size>
      <compiled_expression_cache_size>16777216</compiled_expression_cache_size>
      <shutdown_wait_unfinished>3</shutdown_wait_unfinished>
      <mlock_executable>false</mlock_executable>
      <max_concurrent_queries>100</max_concurrent_queries>
      <max_thread_pool_size>1000</max_thread_pool_size>
      <!-- merges are for when nobody waits -->
      <os_threads_nice_value_merge_mutate>10</os_threads_nice_value_merge_mutate>
      <background_pool_size>2</background_pool_size>
      <background_merges_mutations_concurrency_ratio>2</background_merges_mutations_concurrency_ratio>
      <background_schedule_pool_size>8</background_schedule_pool_size>
      <background_common_pool_size>2</background_common_pool_size>
      <background_move_pool_size>1</background_move_pool_size>
      <background_fetches_pool_size>1</background_fetches_pool_size>
      <!-- 128 threads that delete the files of merged parts wait for one disk, and each other -->
      <max_parts_cleaning_thread_pool_size>2</max_parts_cleaning_thread_pool_size>
      <merge_tree>
        <!-- a row is written again with each merge it takes part in: fewer and wider ones -->
        <merge_selector_base>10</merge_selector_base>
        <!-- column by column takes half the time of row by row, from few rows on -->
        <vertical_merge_algorithm_min_rows_to_activate>8192</vertical_merge_algorithm_min_rows_to_activate>
        <!-- of every column; no query of ours is planned by them -->
        <auto_statistics_types></auto_statistics_types>
        <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
        <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
        <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
      </merge_tree>
    </clickhouse>
    """
        .formatted(
            xml(store),
            settings.bind(),
            settings.httpPort(),
            settings.nativePort(),
            xml(users),
            xml(users),
            xml(store),
            settings.memoryBytes());
  }

  static String users(ClickHouseSettings settings) {
    return """
    <clickhouse>
      <profiles>
        <default>
          <max_memory_usage>%d</max_memory_usage>
          <!-- merges build them: a part of one insert is small, and soon gone -->
          <materialize_skip_indexes_on_insert>0</materialize_skip_indexes_on_insert>
          <materialize_statistics_on_insert>0</materialize_statistics_on_insert>
        </default>
      </profiles>
      <users>
        <default>
          <password></password>
          <networks><ip>::/0</ip></networks>
          <profile>default</profile>
          <quota>default</quota>
          <access_management>1</access_management>
        </default>
      </users>
      <quotas><default></default></quotas>
    </clickhouse>
    """
        .formatted(settings.memoryBytes() / 2);
  }

  private static String xml(Path path) {
    return path.toString().replace("&", "&amp;").replace("<", "&lt;");
  }
}
