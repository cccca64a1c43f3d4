/** A recorded search as one page, for people, and as tables and JSON, for programs. */
package org.transformerzoo.tuning.report;
