/**
 * Pre-training from plain text: packing it into full sequences on disk, and drawing from each what
 * the model is asked: masked words, permuted words, or texts that noise has been added to.
 */
package org.transformerzoo.datavec.pretraining;
