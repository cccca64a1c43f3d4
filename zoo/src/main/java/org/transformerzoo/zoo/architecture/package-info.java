/** Architectures: which graph a configuration describes, and what goes in and out. */
package org.transformerzoo.zoo.architecture;
