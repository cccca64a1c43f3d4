/**
 * Parameters of models: names, shapes, depths, fresh values, and the flat buffer that holds them.
 */
package org.transformerzoo.zoo.parameter;
