/** Heads of tasks: what comes behind the body, its labels and its loss. */
package org.transformerzoo.zoo.task;
