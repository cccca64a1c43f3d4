/**
 * Why a model says what it says: which tokens its answer hangs on, where its heads look, and what
 * would change its mind.
 */
package org.transformerzoo.training.interpretation;
