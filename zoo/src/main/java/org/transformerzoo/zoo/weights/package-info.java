/**
 * Weights from files to a model's parameters and back.
 *
 * <p>A {@link org.transformerzoo.zoo.weights.TensorSource} is a checkpoint, a {@link
 * org.transformerzoo.zoo.weights.WeightMapping} says as data which of its tensors fills which
 * parameter, and {@link org.transformerzoo.zoo.weights.WeightLoader} brings the two together and
 * reports what it did. Each file format has a package of its own below this one.
 */
package org.transformerzoo.zoo.weights;
