/** Saved models: folders with weights, configuration, card and whatever else belongs to them. */
package org.transformerzoo.zoo.model;
