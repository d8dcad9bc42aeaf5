/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.clickhouse;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * ClickHouse inside this process: one command line, run by the shared library.
 *
 * <p>The command line opens the listeners and then runs a query that never ends; the server lives
 * as long as that query. Killing the query ({@link #STOP}) ends it in order.
 */
final class Engine {
  static final String RUNNING_INSERTS =
      "SELECT count() FROM system.processes WHERE query_kind = 'Insert'";

  /** Ends the query that keeps the server alive, and with it the listeners. */
  static final String STOP = "KILL QUERY WHERE query LIKE '%heliograph_keep_alive%' ASYNC";

  private static final String SERVE =
      "SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP; "
          + "SELECT sleepEachRow(3) AS heliograph_keep_alive FROM system.numbers"
          + " SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0,"
          + " max_execution_time = 0 FORMAT Null";

  private final NativeLibrary library;

  Engine(Path libraryFile) {
    library = NativeLibrary.getInstance(libraryFile.toString());
    // the engine's crash handlers would replace the JVM's, which needs SIGSEGV for itself
    library.getFunction("chdb_set_signal_handlers_enabled").invokeVoid(new Object[] {0});
  }

  static List<String> commandLine(ClickHouseSettings settings, Path config) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "clickhouse",
                "--config-file=" + config,
                "--path=" + ServerConfig.store(settings),
                "--listen_host=" + settings.bind(),
                "--http_port=" + settings.httpPort(),
                "--tcp_port=" + settings.nativePort(),
                "--log-level=warning",
                "--query=" + SERVE));
    command.addAll(ServerConfig.ARGUMENTS);
    return command;
  }

  /**
   * Blocks for the life of the server.
   *
   * @return what the engine says about its end, or an empty text
   */
  String run(List<String> arguments) {
    Memory argv = new Memory((long) (arguments.size() + 1) * com.sun.jna.Native.POINTER_SIZE);
    Memory[] strings = new Memory[arguments.size()]; // reachable until the call returns
    for (int i = 0; i < strings.length; i++) {
      byte[] utf8 = arguments.get(i).getBytes(StandardCharsets.UTF_8);
      strings[i] = new Memory(utf8.length + 1L);
      strings[i].write(0, utf8, 0, utf8.length);
      strings[i].setByte(utf8.length, (byte) 0);
      argv.setPointer((long) i * com.sun.jna.Native.POINTER_SIZE, strings[i]);
    }
    argv.setPointer((long) strings.length * com.sun.jna.Native.POINTER_SIZE, null);
    Function query = library.getFunction("chdb_query_cmdline");
    Pointer result = query.invokePointer(new Object[] {strings.length, argv});
    if (result == null) {
      return "no result";
    }
    String error =
        library.getFunction("chdb_result_error").invokeString(new Object[] {result}, false);
    return error == null ? "" : error;
  }

  /** Leaves the process without the C++ destructors, which fail an assertion at exit. */
  static void exit(int status) {
    NativeLibrary.getInstance("c").getFunction("_exit").invokeVoid(new Object[] {status});
  }
}
