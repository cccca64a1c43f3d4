/** The libraries under test. */
package org.transformerzoo.benchmarks.contender;
