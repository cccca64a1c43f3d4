/**
 * Encoders of the zoo with their pooling as vertices of Deeplearning4j's {@code ComputationGraph}.
 */
package org.transformerzoo.deeplearning4j.vertex;
