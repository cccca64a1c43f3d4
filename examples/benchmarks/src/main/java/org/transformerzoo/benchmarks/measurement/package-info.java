/** Turns, medians, ratios and agreement. */
package org.transformerzoo.benchmarks.measurement;
