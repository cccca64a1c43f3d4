/** Text examples with labels from TSV, CSV, JSON lines and column files, as DataVec records. */
package org.transformerzoo.datavec.reader;
