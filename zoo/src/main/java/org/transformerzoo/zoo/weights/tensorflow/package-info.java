/** Reading of weights from TensorFlow: tensor bundles, frozen graphs, and Google's names. */
package org.transformerzoo.zoo.weights.tensorflow;
