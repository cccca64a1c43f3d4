/**
 * How good a model is: metrics for each task, as evaluations of ND4J that DL4J's own loops take.
 */
package org.transformerzoo.training.evaluation;
