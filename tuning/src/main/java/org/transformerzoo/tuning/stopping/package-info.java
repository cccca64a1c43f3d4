/** Rules that give up runs which do badly, by their evaluations so far. */
package org.transformerzoo.tuning.stopping;
