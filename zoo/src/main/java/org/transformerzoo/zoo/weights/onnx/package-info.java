/** Reading of weights from ONNX models. */
package org.transformerzoo.zoo.weights.onnx;
