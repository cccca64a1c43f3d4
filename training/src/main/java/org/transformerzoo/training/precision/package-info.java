/** What training needs for gradients in fewer bits than float32. */
package org.transformerzoo.training.precision;
