/** What one machine would take too long for, on Apache Spark: corpora here, searches below. */
package org.transformerzoo.scaleout;
