/** What fine-tuning tells Deeplearning4j's training UI. */
package org.transformerzoo.deeplearning4j.statistics;
