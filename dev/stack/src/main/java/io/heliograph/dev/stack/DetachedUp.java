/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.stack.StackStatus.Phase;
import io.heliograph.dev.stack.process.LogTail;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts the supervisor as a background process and waits until all is healthy. */
final class DetachedUp {
  private static final long LOOK_MILLIS = 400;

  private final Console console;
  private final StackSettings settings;
  private final Map<String, String> env;

  DetachedUp(Console console, Map<String, String> env) {
    this.console = console;
    this.env = env;
    this.settings = StackSettings.from(env);
  }

  /** The exit code: 0 if the stack is healthy now. */
  int run() throws IOException, InterruptedException {
    Optional<ControlClient> running = ControlClient.connect(settings.data());
    if (running.isPresent()) {
      return alreadyRunning(running.get());
    }
    Process supervisor = launch();
    ProgressView progress = new ProgressView(console);
    while (supervisor.isAlive()) {
      Optional<StackStatus> status = status();
      if (status.isPresent()) {
        progress.show(status.get());
        if (status.get().phase() == Phase.RUNNING) {
          Announcement.print(console, status.get(), progress.seconds());
          return 0;
        }
      }
      supervisor.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
    Path failure = StackRun.failureFile(settings);
    console.err().println("up: the stack did not start.");
    console
        .err()
        .println(
            Files.exists(failure)
                ? Files.readString(failure)
                : String.join("\n", LogTail.of(log(), 20)));
    return 1;
  }

  private int alreadyRunning(ControlClient client) throws IOException, InterruptedException {
    StackStatus status = client.status();
    console
        .out()
        .println(
            "The stack runs already (supervisor pid "
                + client.supervisor().identity().pid()
                + ").");
    ProgressView progress = new ProgressView(console);
    while (status.phase() == Phase.STARTING) {
      progress.show(status);
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      status = client.status();
    }
    if (!status.healthy()) {
      console.out().print(new StatusTable(console).of(status));
    }
    return status.healthy() ? 0 : 1;
  }

  private Process launch() throws IOException {
    Files.createDirectories(settings.logs());
    ProcessBuilder builder =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                // a closed terminal or Ctrl-C in it is no reason to end
                "trap '' INT HUP; exec \"$@\"",
                "sh",
                JavaCommands.executable(),
                "-Dheliograph.process=supervisor",
                "-Xms16m",
                "-Xmx96m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:MaxMetaspaceSize=96m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dlog4j2.configurationFile=classpath:io/heliograph/dev/stack/supervisor-log4j2.xml",
                "-Dlog.file=" + log(),
                "-cp",
                System.getProperty("java.class.path"),
                SupervisorMain.class.getName())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(
                    settings.logs().resolve("supervisor.out").toFile()));
    builder.environment().putAll(env);
    return builder.start();
  }

  private Path log() {
    return settings.logs().resolve("supervisor.log");
  }

  private Optional<StackStatus> status() {
    try {
      Optional<SupervisorFile> running = SupervisorFile.running(settings.data());
      return running.isEmpty()
          ? Optional.empty()
          : Optional.of(new ControlClient(running.get()).status());
    } catch (IOException e) {
      return Optional.empty(); // it is just coming or just going
    }
  }
}
