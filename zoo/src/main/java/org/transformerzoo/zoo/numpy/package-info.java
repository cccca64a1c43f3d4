/** NumPy's array files. */
package org.transformerzoo.zoo.numpy;
