/** Fast, exact access to the flat float32 buffers of parameters, gradients and optimizer state. */
package org.transformerzoo.training.buffer;
