/** Fine-tuning configurations whose settings are fixed or vary, as a space for Arbiter. */
package org.transformerzoo.tuning.space;
