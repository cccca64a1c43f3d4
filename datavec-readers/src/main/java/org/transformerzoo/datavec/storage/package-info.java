/** Records on disk of which any one can be read, for data larger than memory. */
package org.transformerzoo.datavec.storage;
