/** The command line {@code tzoo}: a class for each verb, and what they share. */
package org.transformerzoo.examples.cli;
