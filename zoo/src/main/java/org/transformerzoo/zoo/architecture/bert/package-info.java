/** BERT (Devlin et al. 2019, arXiv 1810.04805). */
package org.transformerzoo.zoo.architecture.bert;
