package dev.jobreflector.discovery;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates the resources of existing jobs, as they are kept in Git: names and spec, nothing else.
 */
public final class Manifests {

  private Manifests() {}

  /**
   * One resource for each job, sorted by name.
   *
   * @param accountId the account of the jobs; part of the digits in {@link ResourceName}
   * @param region the region of the jobs
   * @param namespace the namespace of the resources; null for none
   */
  public static List<OptimizationJob> of(
      Collection<String> jobNames, String accountId, String region, @Nullable String namespace) {
    return jobNames.stream()
        .distinct()
        .map(jobName -> manifest(jobName, accountId, region, namespace))
        .sorted(Comparator.comparing(manifest -> manifest.getMetadata().getName()))
        .toList();
  }

  private static OptimizationJob manifest(
      String jobName, String accountId, String region, @Nullable String namespace) {
    OptimizationJob manifest = new OptimizationJob();
    manifest.setMetadata(
        new ObjectMetaBuilder()
            .withName(ResourceName.of(accountId, region, jobName))
            .withNamespace(namespace)
            .build());
    manifest.setSpec(new OptimizationJobSpec(jobName, region, null, null));
    return manifest;
  }
}
