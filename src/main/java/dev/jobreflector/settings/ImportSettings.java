package dev.jobreflector.settings;

import dev.jobreflector.discovery.JobNamePatterns;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The settings of the subcommand {@code import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = OperatorVersion.class,
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "Prints a manifest of an OptimizationJob resource for each existing job, sorted by name.",
      "Needs no cluster. Only lists jobs in AWS."
    },
    footer = {
      "",
      "Manifests go to standard output, or to files with --output-dir. Progress and problems go to",
      "standard error. Durations are like 12h or 30d.",
      "",
      "Exit code: 0 all jobs listed, 1 a list page failed, 2 a bad setting."
    })
public final class ImportSettings implements CommandSettings {

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "AWS region of the jobs. Default: AWS's own (AWS_REGION, profile, instance).")
  private @Nullable String region;

  @Option(
      names = "--job-names",
      split = ",",
      paramLabel = "PATTERN",
      defaultValue = "*",
      description =
          "Names of the jobs, separated by commas. * matches any characters, ? matches one."
              + " Default: *.")
  private List<String> jobNames = List.of();

  @Option(
      names = "--exclude-job-names",
      split = ",",
      paramLabel = "PATTERN",
      description = "Names of jobs to leave out, separated by commas. Default: none.")
  private List<String> excludedJobNames = List.of();

  @Option(
      names = "--created-within",
      paramLabel = "DURATION",
      description = "Only jobs created within this time. Default: all.")
  private @Nullable Duration createdWithin;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Namespace of the resources. Default: none; kubectl and GitOps tools set it.")
  private @Nullable String namespace;

  @Option(
      names = "--output-dir",
      paramLabel = "DIR",
      description =
          "Write one file for each job and a kustomization.yaml into this folder. Creates the"
              + " folder if it does not exist. Default: print all manifests.")
  private @Nullable Path outputDir;

  @Option(
      names = "--partial",
      description = "If a list page fails, write the manifests of the jobs listed before it.")
  private boolean partial;

  @Option(
      names = "--aws-rate",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Maximum requests per second to AWS; one lists 100 jobs. Default: 1.")
  private double awsRate;

  /** The region of the jobs; null to use AWS's own settings. */
  public @Nullable String region() {
    return region;
  }

  /** The jobs to import. */
  public JobNamePatterns jobNames() {
    return new JobNamePatterns(jobNames, excludedJobNames);
  }

  /** Only jobs created within this time; null for all. */
  public @Nullable Duration createdWithin() {
    return createdWithin;
  }

  /** The namespace of the resources; null for none. */
  public @Nullable String namespace() {
    return namespace;
  }

  /** The folder for the manifests; null to print them. */
  public @Nullable Path outputDir() {
    return outputDir;
  }

  /** True if the manifests are written although a list page failed. */
  public boolean partial() {
    return partial;
  }

  /** The maximum requests per second to AWS. */
  public double awsRate() {
    return awsRate;
  }
}
