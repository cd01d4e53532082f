package dev.jobreflector.schedule;

/** One call to AWS to make now; its token is taken. */
public sealed interface Call permits Poll, ListCall {}
