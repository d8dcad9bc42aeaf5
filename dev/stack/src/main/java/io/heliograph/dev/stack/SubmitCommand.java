/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.flink.FlinkJob;
import io.heliograph.dev.flink.FlinkRest;
import io.heliograph.dev.flink.Submission;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits one job to any Flink cluster. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    header = "Submit one job to any Flink cluster.",
    descriptionHeading = "%n",
    footerHeading = "%n",
    description = {
      "Uploads the jobs' jar to a Flink session cluster and runs one job of it against this"
          + " stack's",
      "Kafka and ClickHouse (HELIOGRAPH_KAFKA, HELIOGRAPH_CLICKHOUSE_URL). The jobs of the stack's"
          + " own",
      "cluster are submitted by 'up'."
    },
    footer = "Exit codes: 0 submitted, 1 not, 2 wrong usage.")
final class SubmitCommand implements Callable<Integer> {
  private final Console console;
  private final Map<String, String> env;

  @Parameters(index = "0", paramLabel = "JOB", description = "trace, log, metric, health, …")
  private String job;

  @Option(
      names = "--jobmanager",
      paramLabel = "HOST:PORT",
      description = "REST address of the cluster; by default the stack's own.")
  private String jobManager;

  @Option(
      names = "--from",
      paramLabel = "PATH",
      description = "Savepoint or checkpoint to carry on from, as the cluster reaches it.")
  private String from;

  @Option(
      names = "--allow-non-restored-state",
      description = "Drop state of --from that the job no longer has a place for.")
  private boolean allowNonRestoredState;

  SubmitCommand(Console console, Map<String, String> env) {
    this.console = console;
    this.env = env;
  }

  @Override
  public Integer call() throws Exception {
    StackSettings settings = RunningStack.settings(env);
    JobCatalog catalog = JobCatalog.read(new ModulePath(settings.home()).jobsJar());
    String mainClass = catalog.mainClass(job);
    String address = jobManager != null ? jobManager : settings.flink();
    FlinkRest rest = new FlinkRest(address);
    String name = JobCatalog.flinkName(job);
    Optional<FlinkJob> present =
        rest.jobs().stream().filter(j -> j.name().equals(name) && !j.isEnded()).findFirst();
    if (present.isPresent()) {
      console
          .err()
          .println(
              "submit: %s runs there already (job %s); two of them would store everything twice."
                  .formatted(name, present.get().id()));
      return 1;
    }
    String jar = rest.upload(catalog.jar());
    String id =
        rest.run(
            jar,
            new Submission(
                Submission.newJobId(),
                mainClass,
                JobLives.arguments(settings, job),
                Optional.ofNullable(from),
                allowNonRestoredState));
    console.out().println("job " + name + " submitted to " + address + " as " + id);
    return 0;
  }
}
