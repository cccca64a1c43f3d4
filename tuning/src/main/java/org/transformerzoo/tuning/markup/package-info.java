/** HTML and SVG in which nothing from data can become markup. */
package org.transformerzoo.tuning.markup;
