/** Runs: fine-tuning on labelled examples, pre-training on plain text, and their evaluation. */
package org.transformerzoo.training.finetuning;
