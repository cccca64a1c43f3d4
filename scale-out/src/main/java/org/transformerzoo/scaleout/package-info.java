/**
 * Predictions and vectors for corpora that one machine would take too long for, on Apache Spark.
 */
package org.transformerzoo.scaleout;
