package dev.jobreflector.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

public record OptimizationJobStatus(
    @Nullable Long observedGeneration,
    @Nullable String lastHandledReconcileAt,
    @Nullable String region,
    @Nullable String accountId,
    @Nullable @JsonUnwrapped OptimizationJobDescription description,
    List<StateTransition> transitions,
    List<Condition> conditions) {}
