package dev.jobreflector.api.v1alpha1;

import java.time.Instant;

public record StateTransition(String optimizationJobStatus, Instant observedTime) {}
