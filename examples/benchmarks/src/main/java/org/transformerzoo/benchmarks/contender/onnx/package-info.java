/** ONNX Runtime. */
package org.transformerzoo.benchmarks.contender.onnx;
