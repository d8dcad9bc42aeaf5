/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;

/** Brings the stack up in the background before {@code demo} runs on it; it stays up afterwards. */
final class UpFirst implements IExecutionStrategy {
  private final Console console;
  private final Map<String, String> env;

  UpFirst(Console console, Map<String, String> env) {
    this.console = console;
    this.env = env;
  }

  @Override
  public int execute(ParseResult parsed) {
    ParseResult command = parsed.subcommand();
    boolean demo = command != null && command.commandSpec().name().equals("demo");
    if (demo && !command.isUsageHelpRequested()) {
      try {
        int up = new DetachedUp(console, env).run();
        if (up != 0) {
          return up;
        }
      } catch (Exception e) {
        throw new ExecutionException(
            command.commandSpec().commandLine(), "the stack is not up: " + e.getMessage(), e);
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }
}
