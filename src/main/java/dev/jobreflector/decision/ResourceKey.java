package dev.jobreflector.decision;

/** One OptimizationJob resource. */
public record ResourceKey(String namespace, String name) {}
