/** Arbiter searches whose runs are on the executors of Apache Spark. */
package org.transformerzoo.scaleout.search;
