/** Between the batches of DataVec readers and the named inputs of graphs. */
package org.transformerzoo.training.input;
