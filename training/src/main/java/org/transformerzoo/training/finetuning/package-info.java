/** Fine-tuning from files to a saved model: the parts of this module, wired. */
package org.transformerzoo.training.finetuning;
