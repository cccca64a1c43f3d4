/** Which parameters train at which learning rate and decay. */
package org.transformerzoo.training.group;
