/** What the programs that have the verb {@code search} share; it needs picocli. */
package org.transformerzoo.tuning.cli;
