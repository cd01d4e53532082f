package dev.jobreflector.api.v1alpha1;

import org.jspecify.annotations.Nullable;

public record OptimizationJobSpec(
    @Nullable String optimizationJobName,
    @Nullable String region,
    @Nullable Integer resyncPeriodSeconds,
    @Nullable Boolean suspend) {

  public static final OptimizationJobSpec EMPTY = new OptimizationJobSpec(null, null, null, null);
}
