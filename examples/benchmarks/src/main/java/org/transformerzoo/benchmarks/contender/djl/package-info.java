/** Deep Java Library on PyTorch. */
package org.transformerzoo.benchmarks.contender.djl;
