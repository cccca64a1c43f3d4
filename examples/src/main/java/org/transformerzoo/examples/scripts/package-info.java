/**
 * Small programs that train, each on one page, to read and to copy from. Without arguments each
 * runs within a minute on data and a model of this project; with {@code --model}, {@code --train}
 * and {@code --dev} on yours.
 */
package org.transformerzoo.examples.scripts;
