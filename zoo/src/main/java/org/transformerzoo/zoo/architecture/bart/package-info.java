/** BART: an encoder and a decoder (Lewis et al. 2020, arXiv 1910.13461). */
package org.transformerzoo.zoo.architecture.bart;
