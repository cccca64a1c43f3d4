/** The one description of a fine-tuning run, for YAML files, command lines and Java alike. */
package org.transformerzoo.training.configuration;
