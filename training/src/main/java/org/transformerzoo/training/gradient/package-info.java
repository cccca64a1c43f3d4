/** From a micro-batch to gradients, and what regularizes them on the way. */
package org.transformerzoo.training.gradient;
