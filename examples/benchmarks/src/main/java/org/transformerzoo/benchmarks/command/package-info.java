/** The command line. */
package org.transformerzoo.benchmarks.command;
