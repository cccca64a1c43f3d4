/**
 * What a model says about a whole set of examples: answers beside the truth, metrics, confusion and
 * calibration of slices of it, two models beside each other, and where the examples lie in the
 * model's own space.
 */
package org.transformerzoo.training.analysis;
