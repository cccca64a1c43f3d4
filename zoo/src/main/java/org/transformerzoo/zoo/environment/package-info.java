/** What native libraries find in the process when they are loaded, and what they made of it. */
package org.transformerzoo.zoo.environment;
