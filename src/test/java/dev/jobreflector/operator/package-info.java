/**
 * The operator as its users run it: the built jar, in a process of its own, against a real API
 * server and the simulator.
 */
package dev.jobreflector.operator;
