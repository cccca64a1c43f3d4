/** This project. */
package org.transformerzoo.benchmarks.contender.own;
