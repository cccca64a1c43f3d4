/** What the ways to form batches cost on the texts of a published task. */
package org.transformerzoo.benchmarks.batching;
