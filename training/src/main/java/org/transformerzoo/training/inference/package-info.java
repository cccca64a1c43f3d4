/**
 * Using a model: text in, predictions or vectors out; and finding the vectors that are most similar
 * to others.
 */
package org.transformerzoo.training.inference;
