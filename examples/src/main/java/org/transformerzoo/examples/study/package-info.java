/** Studies on real data, whose results are in the documentation. */
package org.transformerzoo.examples.study;
