/** Statistics of a corpus, and weights of tokens that come from them. */
package org.transformerzoo.datavec.statistics;
