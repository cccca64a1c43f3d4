/** Contenders in processes of their own, and how one talks with them. */
package org.transformerzoo.benchmarks.process;
