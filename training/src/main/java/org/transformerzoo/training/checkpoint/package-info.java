/** States of training on disk: whole or not there at all, and checked when they are read. */
package org.transformerzoo.training.checkpoint;
