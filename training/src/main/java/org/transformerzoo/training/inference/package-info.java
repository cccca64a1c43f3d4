/** Using a fine-tuned model: text in, predictions out. */
package org.transformerzoo.training.inference;
