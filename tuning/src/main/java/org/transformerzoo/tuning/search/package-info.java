/** Arbiter searches that survive being killed: plan, candidates, runner, what is kept on disk. */
package org.transformerzoo.tuning.search;
