/** RoBERTa (Liu et al. 2019, arXiv 1907.11692). */
package org.transformerzoo.zoo.architecture.roberta;
