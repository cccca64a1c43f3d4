/**
 * How good a model is: metrics for each task, on ND4J's evaluation classes where they have them.
 */
package org.transformerzoo.training.evaluation;
