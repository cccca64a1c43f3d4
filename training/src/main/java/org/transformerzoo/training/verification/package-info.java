/** Checks training against recorded runs of the reference implementation. */
package org.transformerzoo.training.verification;
