/**
 * A local web page on which a model's predictions for a data set are looked through and explained.
 */
package org.transformerzoo.inspect;
