/** Vectors of texts for pipelines of DataVec and Deeplearning4j that read numbers. */
package org.transformerzoo.deeplearning4j.features;
