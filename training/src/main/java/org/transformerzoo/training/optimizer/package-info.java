/** Optimizers and gradient clipping on the flat buffers. */
package org.transformerzoo.training.optimizer;
