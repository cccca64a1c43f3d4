/** The whole story on embedded data, from a vocabulary to predictions. */
package org.transformerzoo.examples.quickstart;
