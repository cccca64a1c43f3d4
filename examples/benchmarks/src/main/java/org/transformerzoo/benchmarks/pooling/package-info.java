/** What each pooling costs beside the encoder below it. */
package org.transformerzoo.benchmarks.pooling;
