/** What runs a graph: the compiled executor, and SameDiff itself as the reference. */
package org.transformerzoo.zoo.execution;
