/**
 * What several architectures are built of: attention, feed-forward layers, normalisation, tables.
 */
package org.transformerzoo.zoo.architecture.blocks;
