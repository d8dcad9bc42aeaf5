/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.stack.process.ProcessFailure;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts everything and keeps it running. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    header = "Start everything and keep it running.",
    descriptionHeading = "%n",
    footerHeading = "%n",
    description = {
      "Starts Kafka, ClickHouse, Flink, the registry and the gateway, migrates the database,"
          + " submits",
      "every job, and keeps all of it running. Ctrl-C stops all in order."
    },
    footer = "Exit codes: 0 healthy (or stopped in order), 1 not started, 2 wrong usage.")
final class UpCommand implements Callable<Integer> {
  private final Console console;
  private final Map<String, String> env;

  @Option(
      names = "--detach",
      description = "Return once all is healthy; a background process supervises.")
  private boolean detach;

  UpCommand(Console console, Map<String, String> env) {
    this.console = console;
    this.env = env;
  }

  @Override
  public Integer call() throws Exception {
    return detach ? new DetachedUp(console, env).run() : foreground();
  }

  private int foreground() throws Exception {
    StackSettings settings = StackSettings.from(env);
    System.setProperty(
        "log4j2.configurationFile", "classpath:io/heliograph/dev/stack/supervisor-log4j2.xml");
    System.setProperty("log.file", settings.logs().resolve("supervisor.log").toString());
    Optional<StackRun> taken = StackRun.take(settings);
    if (taken.isEmpty()) {
      // says so, and shows how it is
      return new DetachedUp(console, env).run();
    }
    StackRun run = taken.get();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> down(run), "down"));
    ProgressView progress = new ProgressView(console);
    try (Ticker ticker = Ticker.every(() -> progress.show(run.supervisor().status()))) {
      run.start();
    } catch (ProcessFailure e) {
      console.err().println("up: the stack did not start.\n" + e.getMessage());
      return 1;
    }
    Announcement.print(console, run.supervisor().status(), progress.seconds());
    console.out().println("Ctrl-C stops all in order.");
    run.supervisor().awaitStop();
    return 0;
  }

  private void down(StackRun run) {
    ProgressView progress = new ProgressView(console);
    try (Ticker ticker = Ticker.every(() -> progress.show(run.supervisor().status()))) {
      run.close();
    } catch (Exception e) {
      console.err().println("up: not everything went down in order: " + e.getMessage());
    }
  }

  /** Does something five times a second, and once more in the end. */
  private record Ticker(Thread thread, Runnable action) implements AutoCloseable {
    static Ticker every(Runnable action) {
      Thread thread = new Thread(() -> tick(action), "progress");
      thread.setDaemon(true);
      thread.start();
      return new Ticker(thread, action);
    }

    private static void tick(Runnable action) {
      try {
        while (true) {
          action.run();
          TimeUnit.MILLISECONDS.sleep(200);
        }
      } catch (InterruptedException e) {
        // closed
      }
    }

    @Override
    public void close() throws InterruptedException {
      thread.interrupt();
      thread.join();
      action.run();
    }
  }
}
