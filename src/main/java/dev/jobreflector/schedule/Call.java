package dev.jobreflector.schedule;

/** A call to AWS that is due now and holds its token. */
public sealed interface Call permits Poll, ListCall {}
