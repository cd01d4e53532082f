package dev.jobreflector.api.v1alpha1;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

public record Condition(
    String type,
    String status,
    String reason,
    String message,
    Instant lastTransitionTime,
    @Nullable Long observedGeneration) {}
