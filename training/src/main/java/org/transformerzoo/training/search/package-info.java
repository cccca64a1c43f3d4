/** Finding a learning rate before a run. */
package org.transformerzoo.training.search;
