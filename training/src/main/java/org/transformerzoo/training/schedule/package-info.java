/** How the learning rate changes in the course of training. */
package org.transformerzoo.training.schedule;
