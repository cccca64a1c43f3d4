/** The training loop, and the listeners that do everything beside it. */
package org.transformerzoo.training.loop;
