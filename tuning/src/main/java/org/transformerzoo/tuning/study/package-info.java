/** How much the result of a setting depends on chance: the same run with many seeds. */
package org.transformerzoo.tuning.study;
