/** Configurations of models, as {@code config.json} has them. */
package org.transformerzoo.zoo.config;
